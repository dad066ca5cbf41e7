/** What is said of a method beside every chart it makes. */
export interface About {
  readonly name: string;
  /** What it does, in a sentence or two. */
  readonly what: string;
  /** Who proposed it, and where. */
  readonly source: string;
  readonly when: string;
  /** When it misleads. */
  readonly not: string;
  /** What it costs, in rows the model has to score. */
  readonly cost: string;
}

/** Headings of the entries. */
export const aboutWords = {
  what: 'What it does',
  source: 'Proposed by',
  when: 'Good for',
  not: 'Misleads when',
  cost: 'Cost',
  here: (cost: string) => `Here: ${cost}.`,
} as const;

/** The methods of this app, each in our own words with its source. */
export const methods = {
  shapley: {
    name: 'Shapley value',
    what: 'Starts from the average score of the people compared with and puts this person’s values in place of theirs, one input after another. An input’s value is how far its step moves the score, averaged over every order of the inputs. All values together make up the whole difference.',
    source: 'Shapley, “A value for n-person games” (1953); for models Štrumbelj and Kononenko (2010) and, as quantitative input influence, Datta, Sen and Zick (2016)',
    when: 'sharing out one difference completely, also where inputs work together.',
    not: 'inputs go together: it also tries combinations that hardly occur. Another comparison gives other values, and a large value is no advice on what to change.',
    cost: 'Exact: every different mix of the person with each comparison row. Estimated: four walks for each comparison row and order drawn (the order, a turned one, and both backwards), at most one model row per input and walk.',
  },
  treeShapley: {
    name: 'Shapley value read off the trees',
    what: 'The same value for the margin of a tree model, computed from the leaves: which comparison rows would reach each leaf with some of the person’s values. Nothing is scored, and the result is exact.',
    source: 'Lundberg and others, “From local explanations to global understanding with explainable AI for trees” (2020); counted by patterns as in Nadel and Wettenstein, WOODELF (2026)',
    when: 'exact values against hundreds of comparison rows at once.',
    not: 'it is read as points of the score: it shares out the margin, before the model turns it into a probability. The order of inputs can differ between the two.',
    cost: 'No model rows.',
  },
  pathDependent: {
    name: 'Path-dependent tree values',
    what: 'Follows a tree where the person’s value is known and splits up by how many rows of this table went each way where it is not.',
    source: 'Lundberg, Erion and Lee, “Consistent individualized feature attribution for tree ensembles” (2018)',
    when: 'a quick look, and comparing with reports of other tools, which often use it.',
    not: 'inputs go together: the way most rows went at a split stands in for an unknown value, so that one input’s share can hold part of another’s. An input that no tree reads gets nothing. The counts come from this table, not from the training data.',
    cost: 'No model rows; a sample of the table, of up to some ten thousand rows, walks through the trees once.',
  },
  regression: {
    name: 'Shapley value by regression',
    what: 'Scores sets of inputs taken from the person and fits the additive game that comes closest; with every set it is the exact Shapley value.',
    source: 'Lundberg and Lee (2017) as KernelSHAP; sets drawn as in Musco and Witter, “Leverage score sampling” (2025)',
    when: 'a comparison with one row, where it needs few model rows.',
    not: 'the comparison is with many rows: then sampling orders is more precise for the same work.',
    cost: 'Sets of inputs times comparison rows.',
  },
  owen: {
    name: 'Owen value',
    what: 'A Shapley value in two steps: first among groups of inputs, then within each group. A group’s inputs enter together, never with another group’s in between.',
    source: 'Owen, “Values of games with a priori unions” (1977)',
    when: 'inputs that belong together, such as several columns on one loan.',
    not: 'the grouping is arbitrary: other groups give other values.',
    cost: 'As the Shapley value.',
  },
  unary: {
    name: 'Leave it out',
    what: 'Replaces this one input by the comparison rows’ values, leaves all others as they are, and notes how far the score falls or rises.',
    source: 'Unary influence of Datta, Sen and Zick (2016); also called occlusion (Zeiler and Fergus, 2014)',
    when: 'a quick answer to “what if this input told nothing about the person?”',
    not: 'two inputs say the same: leaving out either changes nothing, and both look useless. The values do not add up to anything.',
    cost: 'One model row per input and comparison row.',
  },
  banzhaf: {
    name: 'Banzhaf value',
    what: 'An input’s average step over all sets of other inputs, each set counted alike, where the Shapley value counts each size of set alike.',
    source: 'Banzhaf, “Weighted voting doesn’t work” (1965)',
    when: 'seeing whether the ranking hangs on how sets are counted.',
    not: 'values are added: they do not sum to the difference of the scores.',
    cost: 'The same scored rows as exact Shapley values.',
  },
  lime: {
    name: 'LIME',
    what: 'Makes up rows around the person, scores them, and fits a weighted linear model to the scores. Its coefficients are shown, with how well the linear model fits (R²) and how far five repeats agree.',
    source: 'Ribeiro, Singh and Guestrin, “Why should I trust you?” (2016)',
    when: 'comparing with a method that is widely used.',
    not: 'R² is low or the repeats disagree. The result hangs on how wide “around” is, and on rows that hardly exist.',
    cost: '5,000 made-up rows for each of five repeats.',
  },
  integratedGradients: {
    name: 'Integrated gradients',
    what: 'Walks in a straight line from a comparison row to the person and adds up what each input contributes to every small step.',
    source: 'Sundararajan, Taly and Yan, “Axiomatic attribution for deep networks” (2017)',
    when: 'smooth models with numbers as inputs.',
    not: 'inputs are levels, or the line passes through rows that cannot be. Another start gives another answer.',
    cost: 'Steps times inputs for each comparison row.',
  },
  expectedGradients: {
    name: 'Expected gradients',
    what: 'Integrated gradients, averaged over many comparison rows instead of one.',
    source: 'Erion and others, “Improving performance of deep learning models with axiomatic attribution priors and expected gradients” (2021)',
    when: 'smooth models, when no single start is natural.',
    not: 'inputs are levels, or most straight lines pass through rows that cannot be.',
    cost: 'Steps times inputs for each comparison row.',
  },
  anchors: {
    name: 'Anchor',
    what: 'Looks for a short rule about this person’s inputs under which the decision nearly always stays, whatever the other inputs are.',
    source: 'Ribeiro, Singh and Guestrin, “Anchors: high-precision model-agnostic explanations” (2018)',
    when: 'saying in a sentence what is enough for the decision.',
    not: 'the rule covers few people, or “whatever the others are” means combinations that hardly occur. Several short rules may hold; one is shown.',
    cost: 'At most some 75,000 model rows, usually far fewer.',
  },
  sufficient: {
    name: 'Sufficient reason',
    what: 'Frees one input after the other as long as the least favourable combination of leaves still gives the same decision, then widens the values of those that are left. What it claims is proved for every combination of the values seen.',
    source: 'Shih, Choi and Darwiche, “A symbolic approach to explaining Bayesian network classifiers” (2018); Ignatiev, Narodytska and Marques-Silva, “Abduction-based explanations for machine learning models” (2019); for intervals Izza, Ignatiev, Stuckey and Marques-Silva, “Delivering inflated explanations” (2024)',
    when: 'being certain that some inputs settle a decision by themselves.',
    not: 'many inputs work together: then it ends with long lists of narrow values. It counts combinations that never occur as much as those that do.',
    cost: 'No model rows to prove it; at most 20,000 boxes of values, ten times as many on request. One row for each row of the table that it covers.',
  },
  principal: {
    name: 'Principal reasons',
    what: 'The inputs with the largest Shapley values against people who got the favourable decision, in order.',
    source: 'The practice of naming principal reasons when credit is denied; values as above',
    when: 'a letter that names the main reasons in words.',
    not: 'the second and third are nearly level: then their order is not certain, and it is said.',
    cost: 'As the Shapley value.',
  },
  nearest: {
    name: 'Nearest people',
    what: 'Real rows of the table that are most like this one: the average over the inputs of how far apart the values are, numbers as a share of their spread, levels as same or not.',
    source: 'Gower, “A general coefficient of similarity and some of its properties” (1971)',
    when: 'seeing a real example with the other outcome.',
    not: 'an input that matters little counts as much as one that matters a lot: near is not near for the model.',
    cost: 'No model rows; one pass over the table.',
  },
  meanInfluence: {
    name: 'Mean size of influence',
    what: 'The Shapley values of many people, each compared with the same rows, averaged by size so that up and down do not cancel.',
    source: 'Lundberg and others (2020)',
    when: 'which inputs the model uses, over everyone.',
    not: 'it is taken for usefulness: an input can move scores a great deal without helping to predict. The interval covers which people were explained, not which rows they were compared with.',
    cost: 'As the Shapley value, for each explained person.',
  },
  permutation: {
    name: 'Permutation importance',
    what: 'Deals one input’s values out again among people and notes how much worse the model predicts the known outcome.',
    source: 'Breiman, “Random forests” (2001); Fisher, Rudin and Dominici (2019)',
    when: 'which inputs the model leans on to be right.',
    not: 'inputs go together: one can stand in for the other and both look unimportant. On training rows it flatters what the model learned by heart.',
    cost: 'One model row per input, repeat and person.',
  },
  sage: {
    name: 'Shapley shares of the loss (SAGE)',
    what: 'Shares out how much better the model predicts than it would knowing nothing about anybody, over every order of the inputs.',
    source: 'Covert, Lundberg and Lee, “Understanding global feature contributions with additive importance measures” (2020)',
    when: 'shares that add up, and inputs that say the same splitting their share.',
    not: 'it is taken for use by the model: it is about being right. A negative share means that the model predicts better without the input.',
    cost: 'Two model rows per input, person, comparison row and pair of orders.',
  },
  spread: {
    name: 'Influence of every person',
    what: 'One dot for each explained person and input, at the input’s Shapley value for that person.',
    source: 'Lundberg and others (2020)',
    when: 'seeing whether few people are moved far or many a little, and in which direction.',
    not: 'the depth of a crowd is read as a number: the table has the numbers.',
    cost: 'Nothing beyond the mean size of influence.',
  },
  dependence: {
    name: 'Value against influence',
    what: 'One dot for each explained person: the value of one input across, its Shapley value up, in the shade of a second input.',
    source: 'Lundberg and others (2020)',
    when: 'seeing how an input works, and whether it works differently with a second one.',
    not: 'it is read as what a change would bring: a dot is a different person, not the same one changed.',
    cost: 'Nothing beyond the mean size of influence.',
  },
  ale: {
    name: 'Accumulated local effects (ALE)',
    what: 'Moves only people who are near, from one mark to the next, and adds up their average steps.',
    source: 'Apley and Zhu, “Visualizing the effects of predictor variables” (2020)',
    when: 'the shape of an input’s effect when inputs go together.',
    not: 'few people are near: such stretches are shaded. It tells steps, so its height is set to the average score.',
    cost: 'Two model rows per person.',
  },
  pdp: {
    name: 'Partial dependence (PDP)',
    what: 'Puts each value into everyone and averages the scores.',
    source: 'Friedman, “Greedy function approximation: a gradient boosting machine” (2001)',
    when: 'the average over all people, and levels without order.',
    not: 'inputs go together: most of the rows it scores then do not exist.',
    cost: 'One model row per value and person.',
  },
  ice: {
    name: 'Lines of single people (ICE)',
    what: 'One person with only this input changed, from low to high.',
    source: 'Goldstein, Kapelner, Bleich and Pitkin, “Peeking inside the black box” (2015)',
    when: 'seeing whether an average hides people who go the other way.',
    not: 'a line leaves the region in which people are.',
    cost: 'One model row per value and person.',
  },
  pairs: {
    name: 'Pairs of inputs (H-statistic)',
    what: 'How much of the joint effect of two inputs is left over once the effect of each by itself is taken away, as a share of the joint effect.',
    source: 'Friedman and Popescu, “Predictive learning via rule ensembles” (2008)',
    when: 'finding which two inputs to look at together.',
    not: 'both inputs have little effect: a large share of little is little. Pairs that go together are tried in combinations that hardly exist.',
    cost: 'One model row per pair of values and person.',
  },
  pairEffect: {
    name: 'Effect of a pair (second-order ALE)',
    what: 'What two inputs do together beyond what each does by itself, from people who are near in both.',
    source: 'Apley and Zhu (2020)',
    when: 'seeing where a pair matters.',
    not: 'cells hold few people: they are greyed.',
    cost: 'Four model rows per person.',
  },
  surrogate: {
    name: 'Surrogate tree',
    what: 'A small decision tree trained to repeat the model’s scores. How well it does so is measured on rows it has not seen, also by group.',
    source: 'Craven and Shavlik, “Extracting tree-structured representations of trained networks” (1996)',
    when: 'a rough map of the model.',
    not: 'it is taken for the model: it is a different one, and where the two part it is the tree that is wrong.',
    cost: 'One model row per person.',
  },
  recourse: {
    name: 'Smallest changes that cross the line',
    what: 'Looks for values of the inputs that may change with which the model decides otherwise, and takes those that move the person least. Values are tried alone, together and from real people with the other decision; of models with trees all allowed values are gone through box by box until no smaller change can be left.',
    source: 'Counterfactual explanations, Wachter, Mittelstadt and Russell (2017), and actionable recourse, Ustun, Spangher and Liu (2019); proofs by bounding boxes of leaves as in Devos, Meert and Davis (2021)',
    when: 'seeing how near a decision is, which inputs alone settle it, and who has no way across at all.',
    not: 'it is taken for advice. The model is asked about one changed row; other inputs would often change along, and the model may be changed.',
    cost: 'A few thousand changed rows, 40,000 at most; proofs from the leaves take no model rows.',
  },
  proxyMap: {
    name: 'Held-out AUC of the group',
    what: 'Learns from some rows how often each group has each value of an input (numbers in up to 32 ranges) and tells the group of other rows from that, five times over. All inputs together, and all but one, go through boosted trees. Combinations are leaves of a small tree, counted on rows it has not seen.',
    source: 'Datta and others, “Proxy discrimination in data-driven systems” (2017), for reading association beside influence; AUC within folds as in Airola and others (2011), intervals as in LeDell, Petersen and van der Laan (2015)',
    when: 'seeing which inputs could stand in for the group, alone and together.',
    not: 'a link to the group is taken for a wrong: an input can tell the group and be needed. Rows count alike, whatever their weight. The intervals are for this size of table and this learner: a larger one may tell more.',
    cost: 'No model rows.',
  },
  ledgerWorth: {
    name: 'What an input adds within groups',
    what: 'Trains small boosted trees to tell the outcome among people of one group, with the input and without it, and compares the two on rows neither has seen. The same, with the group in place of the outcome and only the justified inputs given, shows what an input tells of the group beyond those.',
    source: 'Nested comparison of held-out predictions; likelihood ratio as in Wilks (1938), AUC as above',
    when: 'asking whether an input that tells the group also says something of the outcome among people of the same group.',
    not: 'outcomes are themselves recorded differently by group, or known only of people who were accepted. Inputs that go together stand in for each other: each can seem to add nothing.',
    cost: 'No model rows.',
  },
} as const satisfies Record<string, About>;

export type MethodName = keyof typeof methods;
