/**
 * The engine's public face, by room. Everything here is pure: typed arrays in, plain values out, no page, worker or file system; it runs in Node
 * unchanged. Shapes, units, errors and the source of each formula stand at the functions themselves. Refusals are {@link AssayError}s.
 */
export { AssayError, cancelled, toErrorRecord, type ErrorArea, type ErrorRecord } from './errors';

// Opening: what a file is, tables, models.
export { HEAD_BYTES, recogniseFile } from './recognise/recognise';
export type { Family, Kind, Recognition } from './recognise/kinds';
export { refuse } from './recognise/refusals';
export { openTable, openText, type OpenedTable, type ReadOptions } from './table/open';
export { openSummarised, type SummarisedTable } from './table/summarised';
export { memorySource, type ByteSource, type Bytes } from './table/source';
export { LIMITS, type Limits } from './table/limits';
export type { Account, ColumnAccount, LineAccount } from './table/account';
export type { Phase, ReadHooks } from './table/hooks';
export type { Reading } from './table/reading';
export { LEVEL_LIMIT } from './table/types';
export type { CategoryColumn, Column, ColumnKind, DateColumn, Levels, NumericColumn, Role, Table, TextColumn } from './table/types';
export { allLevelsOf, cellText, columnAt, isMissing, levelsOf, numberOf, rowCount } from './table/cell';
export { guessRoles, type RoleGuess, type RoleHints } from './table/roles';
export { findRows, type Found } from './table/search';
export { summarise, type Bin, type ColumnSummary, type LevelCount } from './table/summary';
export { openModel, type NamedBytes, type OpenOptions } from './models/open';
export { sortFiles, type FileGlimpse, type Sorted } from './models/sort';
export { scoreWidth } from './models/types';
export type { ElementType, Model, ModelInput, ModelOutput, ModelQuestion, ProvenanceLine, Task, TensorInput } from './models/types';

// Models: structures, scores, the way from table to model.
export { compileScores } from './models/evaluator';
export { applyLink, sigmoid, type Link } from './models/links';
export { compareScores, TOLERANCE, type SelfTest } from './models/selftest';
export { buildForest, type ForestParts, type TreeNode } from './models/forest/build';
export { compileForest, type CompiledForest } from './models/forest/evaluate';
export { validateForest } from './models/forest/validate';
export type { Forest, LinearLeaves, SplitOperator } from './models/forest/types';
export { evaluateLinear } from './models/linear/evaluate';
export { validateLinear } from './models/linear/validate';
export type { Linear } from './models/linear/types';
export { refineOutput, withClassNames, withOutputMeaning, type OutputMeaning } from './models/onnx/refine';
export { writeForest, writeLinear, type WriteOptions } from './models/onnx/write';
export { decodeScores, type FetchedTensor } from './models/binding/decode';
export { makeEncoder, type EncodedBatch } from './models/binding/encode';
export { encodeRows, featureSpace } from './models/binding/features';
export { makeInputRows } from './models/binding/inputs';
export { exactStructure, type ExactStructure } from './models/binding/structure';
export { proposeBinding, type MatchKind, type ProposedBinding } from './models/binding/propose';
export { secondRows, type SecondRows } from './models/binding/second';
export { parseBinding, printBinding } from './models/binding/text';
export { countTrouble, type Trouble, type TroubleKind } from './models/binding/trouble';
export type { Binding, EncodedTensor, Feature, FeatureRows, FeatureSpace, InputSource } from './models/binding/types';

// The Audit: the one state that is saved and sent.
export { EMPTY_AUDIT, EVERYONE, type Audit, type BackgroundChoice, type Cohort, type InputLimit, type QuantityName } from './audit/types';
export { readAudit, readLink, writeAudit, writeLink, type LinkContent } from './audit/codec';
export { partsOf, SCREENS, type Part, type Screen } from './audit/screens';
export { classNames, columnOf, firstAudit, type ColumnFacts, type SetupFacts } from './audit/setup';
export { cohortRows, isEveryone, type CohortFacts } from './audit/cohort';
export { bestClassOrder, guessFavourable, matchClasses } from './audit/classes';
export { columnScores, possibleReadings, type ColumnScores, type ScoreReading } from './audit/column-scores';
export { favourableScores, favourableThreshold, outcomes } from './audit/outcome';

// Jobs.
export type { Job, Scorer, ShardContext } from './jobs/types';
export { runInline } from './jobs/inline';
export { finish, finishBreathing, type Steps } from './jobs/steps';

// Who gets what: counts, rates, comparisons by group.
export { countDecisions, groupCounts, otherCounts, overallCounts, type Counts, type CountTable, type Outcomes } from './fairness/counts';
export { buildThresholdIndex, countsAt, type ThresholdIndex } from './fairness/threshold-index';
export { estimate, isShare, needsLabels, rate, RATE_IDS, rates, type Rate, type RateId } from './fairness/rates';
export { compare, compareCounts, extremes, impactRatio, oddsRatio, type Against, type CompareOptions, type Comparison, type Extremes } from './fairness/compare';
export { judge, minimumDetectableGap, rowsNeeded, type Judgement, type Verdict } from './fairness/verdict';
export { groupColumn, groupRows, joinGroups, type Grouping } from './fairness/grouping';
export { cutAt, cutByQuantiles, intersect, poolSmall, type Intersection } from './fairness/intersections';
export { averageOdds, differentialFairness, equalizedOdds, spread, type Spread } from './fairness/spread';
export { demographicDisparity, type Disparity } from './fairness/conditional';
export { stratify, withinStrata, type WithinStrata } from './fairness/strata';
export { standardised, type Standardised } from './fairness/standardised';
export { consistency } from './fairness/consistency';
export { generalisedEntropy, inequality, type Inequality } from './fairness/inequality';
export { sweepDifference, sweepRate, type SweepPoint } from './fairness/sweep';
export { bestOf, frontier, smallestGap, sweepCommon, type CommonQuestion, type CommonSweep } from './fairness/thresholds/common';
export { commonPicture, noWorse, type CommonLine, type CommonPicture } from './fairness/thresholds/picture';
export { CRITERIA, gapBetween, type Criterion, type GapId } from './fairness/thresholds/criteria';
export { costLine, utilityOf, type Objective, type Utility } from './fairness/thresholds/objectives';
export { planLines, type LinePlan, type LineQuestion } from './fairness/thresholds/plan';
export { countsUnder, isDeterministic, type GroupRule, type RulePart } from './fairness/thresholds/rules';
export { changes, type GroupChange } from './fairness/thresholds/changes';
export { bestWithin, region, type Region, type RegionQuestion } from './fairness/thresholds/region';
export { heldOut, splitHalves, type HeldOut } from './fairness/thresholds/held-out';
export { forcedFpr, forcedPpv, forcedSelection, fprFromSelection, whatMustDiffer, type Forced } from './fairness/thresholds/impossibility';
export { writeLines, type LineOrigin } from './fairness/thresholds/export';
export { everyoneBins, scoreBins, shareAbove } from './fairness/score-bins';
export { groupScores, joinScores, overallScores, type GroupScores } from './fairness/scores';
export { meanScoreDifference, scoreDistance, scoreMetrics, type ScoreDistance, type ScoreMetrics } from './fairness/score-metrics';
export { auc, aucDifference, type Auc } from './fairness/auc';
export { calibration, calibrationLine, type Calibration, type CalibrationLine } from './fairness/calibration';
export { abroca } from './fairness/abroca';
export { bootstrapCounts, percentileInterval, resampleCounts, type Bootstrapped, type BootstrapOptions, type CountStatistic } from './fairness/bootstrap';
export { wholeTable, WHOLE_TABLE, type WholeTableValue } from './fairness/whole-table';
export { scoreGaps, type ScoreGap, type ScoreGapQuestion } from './fairness/score-gaps/gaps';
export { scoreTable, type ScoreTable } from './fairness/score-gaps/table';
export { METRICS, METRIC_IDS, metricInfo, missingFor, type MetricId, type MetricInfo, type Need } from './fairness/metrics/catalogue';
export { contrast, standardisedDifference, type Contrast, type ContrastOptions } from './fairness/metrics/contrast';
export { estimator, measure, type Estimator, type Measure } from './fairness/metrics/estimators';
export { adverseImpact, quantileImpact, type AdverseImpact, type QuantileImpact } from './fairness/metrics/impact';
export { countSides, joinSides, scoreSide, scoreSides, valueSides, type ScoreSide, type Side, type Sides, type ValueSide } from './fairness/metrics/sides';
export { metricTable, type AdjustedContrast, type MetricRow, type Opponents, type TableOptions } from './fairness/metrics/table';
export { fromScaled, scaledMean, VALUE_METRICS, valueRows, type ValueMetric, type ValueRows } from './fairness/regression';
export { classCounts, topClasses } from './fairness/multiclass';
export { rankDistance, rankGroups, rankShares, type RankDistance, type RankShare } from './fairness/ranking';
export { partialPooling, type PartialPooling, type PooledCell } from './fairness/partial-pooling';
export { crossedRates, type Crossed, type CrossedCell } from './fairness/crossed';
export { manyGroups, type GroupOfMany, type ManyGroups } from './fairness/many-groups';
export { chanceAbove } from './fairness/posterior';
export { EMPTY_INTAKE, suggestPrimary, type Intake, type IntakeFacts, type Suggestion } from './fairness/primary';
export { gapStatistic, nullQuantile, shuffle, shuffleResult, tallies, type ShuffleResult, type Shuffles, type Tally } from './fairness/shuffle';
export { differenceQuantile, quantileDots } from './fairness/dots';
export { coarsenPlayers } from './fairness/gap/coarsen';
export { gapIdentity, type GapIdentity, type IdentityPart } from './fairness/gap/identity';
export { gapJob } from './fairness/gap/job';
export { kitagawa, type Kitagawa, type StratumCounts } from './fairness/gap/kitagawa';
export { representation, THIN, thinCells, type GroupShare, type RepresentationFacts, type ThinCell } from './fairness/gap/representation';
export { setHalfWidth } from './fairness/gap/shares';
export { gapTreesJob, type GapTreesQuestion } from './fairness/gap/trees-job';
export { GAP_SETTINGS, type GapDecomposition, type GapLens, type GapQuestion, type GapSettings, type GapShares, type GapSide } from './fairness/gap/types';
export { gapWaterfall, type GapStep, type GapWaterfall, type GapWaterfallChoice } from './fairness/gap/waterfall';

// What tells the group: proxies, and what a person says of each input.
export { proxiesJob } from './fairness/proxies/job';
export { valueAssociation } from './fairness/proxies/association';
export { PROXY_SETTINGS, type Association, type Proxies, type ProxyQuestion, type ProxySettings } from './fairness/proxies/types';
export { binnedAuc, type BinnedAuc } from './fairness/proxies/binned-auc';
export type { HeldOutAuc } from './fairness/proxies/held-out';
export { entropies, information, type Information } from './fairness/proxies/information';
export { aucGain, meanAuc, rowAuc, type AucGain, type RowAuc } from './fairness/proxies/row-auc';
export { stratifiedFolds } from './fairness/proxies/folds';
export { allFolds, tallyBins, type BinTally } from './fairness/proxies/tally';
export { findCombinations, type Combination, type CombinationSettings, type ProxyCondition } from './fairness/proxies/combinations';
export { residualJob, type ResidualQuestion, type ResidualResult } from './fairness/proxies/residual';
export { likelihoodGain, WORTH_SETTINGS, worthJob, type Worth, type WorthQuestion, type WorthResult, type WorthSettings } from './fairness/proxies/worth';
export { reasonOf, setReason, setVerdict, verdictOf, type Judged, type JudgedReason } from './fairness/proxies/judged';
export { cornerOrder, proxyOrder, QUADRANT_LINES, quadrantOf, type ProxyPoint, type Quadrant, type QuadrantLines } from './fairness/proxies/quadrants';
export { ledgerTotals, VERDICTS, type LedgerPart, type LedgerTotals, type LedgerVerdict } from './fairness/proxies/ledger';
// What would narrow a gap: inputs neutralised, measured on the same people.
export { changedFeatures, copiesOf } from './fairness/mitigation/apply';
export { lineForShare } from './fairness/mitigation/line';
export { HELD_OUT, splitRows, type Split } from './fairness/mitigation/split';
export { isWritable, writeChanged, type ChangedFile } from './fairness/mitigation/export/write';
export { neutraliseJob, type Neutralised, type NeutraliseQuestion, type ScoreMeaning } from './fairness/mitigation/job';
export { accuracyChange, type AccuracyChange } from './fairness/mitigation/paired/cost';
export type { PairedChange } from './fairness/mitigation/paired/change';
export { comparePaired, MEASURES, type ComparisonFacts, type MeasureChange, type MeasureId, type PairedComparison } from './fairness/mitigation/paired/compare';
export { allMoves, type Moved } from './fairness/mitigation/paired/moved';
export { countPaired, sideTable, type PairedScores, type PairedTable } from './fairness/mitigation/paired/table';
export { fitReplacement, type ReplacementFacts } from './fairness/mitigation/replacement';
export { DRAWS, type Replacement, type Way } from './fairness/mitigation/types';

// Why: influence of inputs on a quantity.
export { heldBack, logOdds, makeQuantity, quantityOf, withLabel, type Quantity, type QuantityChoice } from './influence/quantities';
export type { QuantityFacts } from './influence/facts';
export { backgroundStatement, chooseBackground, takeRows, type Background, type BackgroundKind } from './influence/backgrounds';
export { playerValues, type PlayerValues } from './influence/values';
export { association, partnersOf, playerColumns, TOGETHER, type Partner, type PlayerColumn } from './influence/warnings/partners';
export { improbableHybrids, improbableWarning, type ImprobableQuestion, type ImprobableShare } from './influence/warnings/improbable';
export { findOneHotBlocks, joinPlayers, singlePlayers, type Player } from './influence/players';
export { groupName, groupPlayers } from './influence/player-groups';
export { reasonsJob } from './influence/reasons/job';
export { principalReasons, type PrincipalReason } from './influence/reasons/principal';
export { REASONS_SETTINGS, type Reasons, type ReasonsQuestion, type ReasonsSettings } from './influence/reasons/types';
export { gowerDistance, gowerScale, playerDistances, type GowerFeature, type GowerScale } from './influence/nearest/gower';
export { NearestRows, nearestRows, type NearestOptions, type NearRow } from './influence/nearest/rows';
export { regressionJob } from './influence/regression/job';
export { REGRESSION_SETTINGS, type RegressionQuestion, type RegressionSettings } from './influence/regression/types';
export { indicesJob } from './influence/indices/job';
export { INDICES_SETTINGS, type Indices, type IndicesQuestion, type IndicesSettings, type RowMeans, type RowShare } from './influence/indices/types';
export { checkCovers, deriveCovers } from './influence/trees/covers';
export { directValues, type DirectValues, type TreeRange } from './influence/trees/direct';
export { TreeInfluence } from './influence/trees/interventional';
export { treeReasonsJob, type TreeReasons, type TreeReasonsQuestion } from './influence/trees/job';
export { populationDifference, treePopulationJob, type Population, type PopulationQuestion } from './influence/trees/population-job';
export { PathDependentInfluence } from './influence/trees/path-dependent';
export { groupError, groupGap, type GroupInfluence } from './influence/trees/tally';
export { enumerateHybrids, exactByRow, exactIndices, type ExactIndices } from './influence/exact';
export { banzhafValues, owenValues, pairInteractions, shapleyValues } from './influence/games/indices';
export { levelGrid, numberGrid } from './influence/sweep/grid';
export { sweepJob, type Sweep, type SweepQuestion } from './influence/sweep/job';
export { stretches, type Stretch } from './influence/sweep/stretches';
export { typicalValues } from './influence/typical';
export { accumulatedEffect, type AccumulatedEffect } from './influence/dependence/accumulated';
export { blockAxis, FEWEST_NEIGHBOURS, levelAxis, numberAxis, quantileEdges, type Axis, type AxisOptions } from './influence/dependence/axes';
export { hSquared, interactionAt, interactionIntervals, rootMeanSquare } from './influence/dependence/interaction';
export { dependenceJob, strongestPairs } from './influence/dependence/job';
export { axisPlaces, levelPair, type AxisPlaces, type LevelPair } from './influence/dependence/level-pairs';
export { accumulatedPair, cellEffects, type AccumulatedPair } from './influence/dependence/pairs';
export { partnerShares, restShare, strongestPartner } from './influence/dependence/partner';
export { centredCurves, partialDependence, type PartialDependence } from './influence/dependence/partial';
export { DEPENDENCE_SETTINGS, type Dependence, type DependenceQuestion, type DependenceSettings } from './influence/dependence/types';
export { influenceDifference, type InfluenceDifference } from './influence/importance/group-difference';
export { IMPORTANCE_SETTINGS, importanceJob, type Importance, type ImportanceQuestion } from './influence/importance/job';
export { lossOf, makeLoss, type Loss, type LossKind } from './influence/importance/losses';
export { meanInfluence, meanSizes, type InfluenceRows, type MeanInfluence } from './influence/importance/mean-influence';
export { lossRise, permutedSums, type LossRise } from './influence/importance/permuted';
export { PERMUTATION_SETTINGS, permutationJob, type PermutationImportance, type PermutationQuestion } from './influence/importance/permutation-job';
export { sageJob } from './influence/importance/sage-job';
export { SAGE_SETTINGS, type Sage, type SageQuestion, type SageSettings } from './influence/importance/sage-types';
export { influenceBands, influenceSpread, SPREAD_QUANTILES, type InfluenceBand, type InfluenceSpread } from './influence/importance/spread';
export { meanDifference, stratifiedMean, stratifiedSample, type StratifiedSample } from './influence/importance/strata';
export { setsJob } from './influence/sets/job';
export type { PeopleSet, SetMean, Sets, SetsQuestion, SetsWarning, SharedOut } from './influence/sets/types';
export { limeShares, type LimeShares } from './influence/lime/players';
export { LIME_SETTINGS, limeJob, type Lime, type LimeQuestion, type LimeSettings } from './influence/lime/job';
export { anchorsJob } from './influence/anchors/sampled/job';
export { isTrue, predicatesOf, type PlayerPredicate, type Predicate } from './influence/anchors/sampled/predicates';
export { ANCHORS_SETTINGS, type Anchors, type AnchorsQuestion, type AnchorsSettings } from './influence/anchors/sampled/types';
export { meetsCondition, type InputCondition, type NumberRange } from './influence/anchors/proof/conditions';
export { proofJob, type Proof, type ProofQuestion, type ProvedPlayer } from './influence/anchors/proof/job';
export { coverageOf, sufficientReason } from './influence/anchors/proof/reason';
export { ReasonSearch } from './influence/anchors/proof/search';
export { marginThreshold, type MarginThreshold } from './influence/anchors/proof/threshold';
export type { FeatureCondition } from './influence/anchors/proof/told';
export { PROOF_SETTINGS, type KeptPlayer, type ProofSettings, type ReasonSoFar, type SufficientQuestion, type SufficientReason } from './influence/anchors/proof/types';
export { forestGradients, type ForestGradients } from './influence/gradients/crossings';
export { gradientsJob } from './influence/gradients/job';
export { GRADIENT_SETTINGS, type GradientQuestion, type Gradients } from './influence/gradients/types';
export { leafPaths } from './influence/surrogate/leaves';
export { surrogateJob } from './influence/surrogate/job';
export { FAITHFUL, SURROGATE_SETTINGS, type Surrogate, type SurrogateQuestion } from './influence/surrogate/types';
export { contrastHalfWidth, sumHalfWidth, wholeHalfWidth } from './influence/waterfall/half-widths';
export { waterfall, type Waterfall, type WaterfallChoice } from './influence/waterfall/waterfall';
export { agreement, firstOf, HARDLY, type Agreement } from './influence/compare/agreement';
export { changeBetween, type Change, type Measured, type Move } from './influence/compare/change';
export { ranksBySize } from './influence/compare/ranks';

// What would change it: recourse.
export { recourseJob, RECOURSE_SETTINGS, type PlanProof, type Recourse, type RecourseQuestion, type RecourseSettings } from './recourse/job';
export { cumulativeShare, levelCost, numberCost, shareBelow, type CostKind, type CumulativeShare, type MoveCost } from './recourse/costs';
export { actionGrid, type Grid } from './recourse/grid';
export { changesOf, keepsRules, planOf, type Actions } from './recourse/rules';
export { choosePlans } from './recourse/choose';
export type { CoupledChange, FeaturePrice } from './recourse/prices';
export type { Certificate, Coupling, FeatureOptions, FeatureRule, Goal, Plan, PlanChange, ScoredPlan, Target } from './recourse/types';
export { ANY_SETTINGS, searchAny, type AnyFound, type AnySearch, type AnySettings } from './recourse/any/search';
export { forestOptions } from './recourse/forest/options';
export { marginGoals } from './recourse/forest/goals';
export { prepareForest, type ForestProblem, type Prepared } from './recourse/forest/prepare';
export { searchForest, type SearchResult, type SearchSettings } from './recourse/forest/search';

// Small learners.
export { fitBoosted, type BoostOptions } from './learn/boost';
export { cartForest, fitCart, type CartOptions } from './learn/cart';
export { fitIsotonic, predictIsotonic, type IsotonicFit } from './learn/isotonic';
export { fitLogistic, predictLogistic, type LogisticFit, type LogisticOptions } from './learn/logistic';
export type { Training } from './learn/training';

// Findings and hashes.
export { findings } from './report/findings';
export type { Finding, Findings, FindingsInput, Sureness } from './report/finding-types';
export { sha256, Sha256 } from './report/sha256';

// Statistics.
export * from './stats/distributions';
export * from './stats/intervals';
export * from './stats/tests';
export { midranks, pearson, spearman } from './stats/correlation';
export { benjaminiHochberg, holm } from './stats/multiplicity';
export { kendallTau } from './stats/kendall';
export { median, middleRange, orderStatistic, robustSpan, sampleQuantile } from './stats/quantile';
export { maxT } from './stats/max-t';
export { largestRemainder, roundToTotal } from './stats/rounding';
export { drawBinomial, drawHypergeometric, drawMultinomial, drawShuffledCounts } from './stats/sampling';
export { sortOrder } from './stats/sort';
export { Random } from './stats/random';
