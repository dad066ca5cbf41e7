import type { Way } from '../../engine';
import type { ExperimentKind } from '../../engine/fairness/experiments/registration';
import type { About } from './methods';

const lines = {
  commonLine: {
    name: 'One line for everyone, moved',
    what: 'Sorts every group by score once, walks down all scores and notes at each how large the gap is and how well the line serves. Nothing is estimated: every line that changes a decision is tried.',
    source: 'The search for a less discriminatory alternative in the supervision of lenders; thresholds and costs as in Elkan, “The foundations of cost-sensitive learning” (2001)',
    when: 'finding a smaller gap that costs little and treats everybody by one rule.',
    not: 'the best place on the curve was picked on the same people: on others it will be less good. Scores that rank one group badly stay as bad at every line.',
    cost: 'No model rows: scores are sorted once.',
  },
  groupLines: {
    name: 'A line for each group',
    what: 'Of all choices of one line per group that keep the gap within what is allowed, takes the one that serves best. With a lot, a group may stand between two lines: what it can reach is then the hull of its lines, and the best place lies at a corner. Equalized odds by lot within a tolerance is a linear programme on those hulls.',
    source: 'Hardt, Price and Srebro, “Equality of opportunity in supervised learning” (2016); Corbett-Davies, Pierson, Feller, Goel and Huq (2017) on what equal rates cost',
    when: 'seeing what equality in one measure would take, and from whom.',
    not: 'it is taken for a rule to use: the group decides with it, which is often unlawful. Equal in one measure is unequal in others while base rates differ.',
    cost: 'No model rows. Equalized odds without a lot, and more than 2,400 lines in all, is searched in two rounds.',
  },
  linesTogether: {
    name: 'Several gaps at once',
    what: 'Tries lines of the groups against each other and notes which gaps stay small together. For more than two groups a gap is small where it is between every two of them, so lines are chosen that may all stand beside each other, by branch and bound.',
    source: 'Limits by Kleinberg, Mullainathan and Raghavan (2017) and Chouldechova (2017); search as in Land and Doig (1960)',
    when: 'asking whether two wishes can be met at all before arguing which matters more.',
    not: 'lines are thinned, as is said below the picture: a narrow overlap can then be missed. It is about these people.',
    cost: 'No model rows. Up to 200 lines of each of two groups, 96 of each of several.',
  },
} as const satisfies Record<string, About>;

/** What is said of each way to take an input away. */
const ways = {
  constant: {
    name: 'One value for all',
    what: 'Everybody gets the middle value of a number, or the most frequent level, and is scored again.',
    source: 'A baseline in the sense of Sundararajan and Najmi, “The many Shapley values for model explanation” (2020)',
    when: 'a change that is easy to explain and to build.',
    not: 'the value is odd beside a person’s other inputs. Inputs that remain can still tell the group.',
    cost: 'One model row per person.',
  },
  marginal: {
    name: 'Everybody’s values in turn',
    what: 'Each person is scored with the values of 30 others in place of the input, and the scores are averaged: what the model expects who knows all but this.',
    source: 'Quantitative input influence, Datta, Sen and Zick (2016); the same average as partial dependence, Friedman (2001)',
    when: 'taking away what an input tells without choosing a value.',
    not: 'inputs go together: many of the rows scored are unlike anybody.',
    cost: 'Thirty model rows per person.',
  },
  conditional: {
    name: 'What justified inputs lead one to expect',
    what: 'A small regression says what the input would be for a person with these justified inputs. That takes its place, so only what goes beyond it is lost.',
    source: 'Residuals from justified inputs as in Kamiran, Žliobaitė and Calders, “Quantifying explainable discrimination” (2013)',
    when: 'keeping the part of an input that other, accepted inputs explain.',
    not: 'the link is not a straight line, or the justified inputs tell the group themselves.',
    cost: 'One model row per person, and a regression for each input.',
  },
  repair: {
    name: 'Ranks moved together',
    what: 'A value is moved to the value that has the same rank among everybody as it has within its group, in full or half way, so that the groups’ spreads become alike.',
    source: 'Feldman, Friedler, Moeller, Scheidegger and Venkatasubramanian, “Certifying and removing disparate impact” (2015)',
    when: 'seeing how much of a gap an input carries by its spread alone.',
    not: 'it is used: the group of a person decides what the model gets, and people of one group trade places with people of another.',
    cost: 'One model row per person.',
  },
} as const satisfies Record<Way['kind'], About>;

const narrowing = {
  greedyPlan: {
    name: 'One input after another',
    what: 'Takes the input away that narrows the gap most for each right decision lost, then the next beside it, up to six. Found on one half of the people, measured on the other.',
    source: 'Greedy forward search; kept honest by held-out people',
    when: 'a first idea of which few inputs to talk about.',
    not: 'two inputs pay only together: a greedy order never tries them.',
    cost: 'One round over the people for each input left and step.',
  },
  standIn: {
    name: 'A stand-in fitted again',
    what: 'A model of our own is fitted on part of the people, with inputs left out, the group added, or people counted so that group and outcome do not go together. It is compared with your model, and with itself unchanged, on people it has not seen. Outcomes: logistic regression or boosted trees. Values: ridge regression or boosted trees.',
    source: 'Weights after Kamiran and Calders, “Data preprocessing techniques for classification without discrimination” (2012); trees after Friedman (2001); ridge regression after Hoerl and Kennard (1970)',
    when: 'seeing which way things move when a model is fitted again, before asking for it.',
    not: 'it is read as what your own pipeline would give. A gain on people it has seen is no gain, so only the others count here.',
    cost: 'No rows of your model: at most 50,000 rows to fit, twice where something is changed.',
  },
} as const satisfies Record<string, About>;

const trials = {
  flip: {
    name: 'Flip test',
    what: 'The same person is given to the model as either group, all else equal. Those whose decision changes one way are counted against those whose decision changes the other way.',
    source: 'Paired exact test of McNemar (1947); interval of Tango (1998)',
    when: 'asking whether the model itself reads the group.',
    not: 'the model never gets the group: then the answer is exactly zero and says nothing of other inputs.',
    cost: 'Two model rows per person.',
  },
  correspondence: {
    name: 'Correspondence experiment',
    what: 'People are drawn and presented with a bundle of inputs as it is typical of one group or the other, by the toss of a coin. The model is asked as employers are by matched letters.',
    source: 'Bertrand and Mullainathan (2004) for the design; randomised as in Datta, Tschantz and Datta, “Automated experiments on ad privacy settings” (2015)',
    when: 'asking what inputs that go with the group do together.',
    not: 'it is said that the group did it: the bundle did, whatever it stands for.',
    cost: 'Two model rows per person and copy.',
  },
  matched: {
    name: 'Matched pairs',
    what: 'Puts together people of the two groups who are alike in chosen columns and counts pairs in which only one has the favourable decision.',
    source: 'Exact and coarsened matching, Iacus, King and Porro (2012); McNemar (1947); bounds on what is hidden by Rosenbaum (2002)',
    when: 'asking what alike people meet, without any model.',
    not: 'people differ in what was not matched. The more columns, the fewer people are left, and they are not like everybody.',
    cost: 'No model rows.',
  },
  classifier: {
    name: 'Telling groups apart',
    what: 'Logistic regression learns from 70 of 100 people to tell the group from what the system returns (and from squares of it), and is tried on the others. The chance of as many right answers is computed in full.',
    source: 'Datta, Tschantz and Datta (2015); Lopez-Paz and Oquab, “Revisiting classifier two-sample tests” (2017)',
    when: 'finding differences that nobody thought of naming.',
    not: 'it finds nothing: another kind of difference may be there. It does not tell how large the difference is for one person.',
    cost: 'No model rows; with reasons, as many as for the Shapley values of the people drawn.',
  },
} as const satisfies Record<ExperimentKind, About>;

/** Methods of the part of the Groups screen that tries other lines, changes the model, and experiments on it. */
export const groupMethods = {
  ...lines,
  ...ways,
  ...narrowing,
  ...trials,
  worstComponent: {
    name: 'Worst linear component',
    what: 'Of all weighted sums of what is returned, the one in which the groups’ means lie furthest apart in units of the spread within groups. Learned from the same people as the classifier and tried on the others, whose group labels are shuffled within blocks to see what luck gives.',
    source: 'Fisher’s discriminant (1936); whole components as in Yeom, Datta and Fredrikson, “Hunting for discriminatory proxies in linear regression models” (2018)',
    when: 'several columns give the group away only together.',
    not: 'weights are read one by one: columns that say the same share a weight, and one can turn the other way to cancel a third.',
    cost: 'No model rows.',
  },
} as const satisfies Record<string, About>;
