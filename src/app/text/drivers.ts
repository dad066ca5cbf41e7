import { count, counted } from './numbers';

const SAMPLED = (rows: number, of: number): string => (rows === of ? `all ${count(of)} rows` : `${count(rows)} of ${count(of)} rows`);

/** Words of the Drivers screen. */
export const drivers = {
  heading: 'Which inputs matter, and how?',
  lede: 'What the model makes of each input, over everyone in the table.',

  measure: 'Order',
  measures: { influence: 'by influence', loss: 'by loss' },
  computing: 'Comparing the inputs',
  soFar: (done: number, all: number) => `${count(done)} of ${count(all)} rows explained`,
  stopped: 'Stopped. What is shown holds for the rows done so far.',
  stoppedEarly: 'Stopped before anything was known.',
  again: 'Go on computing',
  waiting: 'Waiting for the largest input',

  movesMost: (name: string, what: string, size: string) => `${name} moves the ${what} most: by ${size} on average`,
  moveMost: (first: string, second: string, what: string, size: string) => `${first} and ${second} move the ${what} most: by about ${size} each on average`,
  movesNone: (what: string) => `No input moves the ${what}`,
  influenceSub: (yes: string) => `How far each input moves a person’s score towards or away from “${yes}”, whichever way, on average over people.`,
  influenceSubValue: 'How far each input moves the value, whichever way, on average over people.',
  influenceAxis: 'Mean size of influence, points',
  influenceAxisValue: 'Mean size of influence',
  influenceSource: (people: number, background: number, of: number, seed: number) =>
    `Mean absolute Shapley value of ${SAMPLED(people, of)}, compared with ${SAMPLED(background, of)}, seed ${seed}`,
  influenceSoFar: (done: number) => `${counted(done, 'row', 'rows')} so far`,
  noise: (size: string) => `Each person’s influence is itself estimated: up to ${size} of a size can be noise.`,

  lossMost: (name: string) => `The model predicts worst when ${name} is shuffled`,
  lossNone: 'No input is shown to help the model predict',
  lossSub: {
    log: (base: string) => `Rise of the log loss when one input is shuffled among people. As the model is, it is ${base}; 0 would be perfect.`,
    squared: (base: string) => `Rise of the mean squared error when one input is shuffled among people. As the model is, it is ${base}; 0 would be perfect.`,
    'zero-one': (base: string) => `More wrong decisions of 100 when one input is shuffled among people. As the model is, ${base} of 100 are wrong.`,
  },
  lossAxis: { log: 'Log loss added', squared: 'Mean squared error added', 'zero-one': 'Wrong decisions added, of 100' },
  lossSource: (repeats: number, rows: number, of: number, seed: number) => `Permutation importance, ${counted(repeats, 'shuffle', 'shuffles')} of ${SAMPLED(rows, of)} with a known outcome, seed ${seed}`,
  limit: 'what matters in the world: it shows what this model uses. Inputs that go together share importance, or one hides the other’s.',
  summary: 'One line per input, largest first, with 66% and 95% intervals.',
  others: (n: number, most: string) => (n === 1 ? `1 other: ${most}` : `${counted(n, 'other', 'others')}, at most ${most} each`),
  explainInfluence:
    'Every explained person is compared with the same other people. An input’s influence on a person’s score is its Shapley value: the average move of the score when the person’s value replaces the others’, over every order of the inputs. Here its size is averaged over people, so moves up and down do not cancel out. The interval says how much the average could move with other people explained; the people compared with stay the same.',
  explainLoss:
    'One input’s values are dealt out again among people, the rest stays. How much worse the model then predicts the known outcome says how much it leans on that input to be right. Proposed by Breiman in 2001. An input can move scores a great deal without helping to predict, so compare the two orders.',

  input: 'Input',
  method: 'Method',
  methods: { accumulated: 'ALE', partial: 'PDP' },
  /** What is followed: a score, a value, or how many people get the favourable decision. */
  what: { score: 'score', value: 'value', share: (yes: string) => `number ${yes}` },
  rises: (from: string, to: string, name: string, what: string, size: string) => `From ${from} to ${to}, ${name} raises the ${what} by ${size}`,
  falls: (from: string, to: string, name: string, what: string, size: string) => `From ${from} to ${to}, ${name} lowers the ${what} by ${size}`,
  turns: (name: string, high: string, low: string, what: string, size: string) => `The ${what} is highest around ${name} ${high} and lowest around ${low}: ${size} apart`,
  flat: (name: string, what: string, size: string) => `${name} hardly moves the ${what}: by ${size} at most`,
  levels: (name: string, high: string, low: string, what: string, size: string) => `${name} ${high} has the highest ${what} and ${low} the lowest: ${size} apart`,
  levelsHigh: (name: string, high: string, what: string, size: string) => `${name} ${high} has the highest ${what}: ${size} above the lowest`,
  levelsLow: (name: string, low: string, what: string, size: string) => `${name} ${low} has the lowest ${what}: ${size} below the highest`,
  levelsMany: (name: string, what: string, size: string) => `The ${what} differs by up to ${size} between values of ${name}`,
  points: (size: string) => `${size} points`,
  accumulatedSub: 'Line: accumulated local effects, each step measured on people who are near it, with a 95% band. Pale: some people, each with only this input changed.',
  partialSub: 'Line: average score with this value put into everyone, with a 95% band. Pale: some people, each with only this input changed.',
  levelsSub: 'Average score with each value put into everyone, with 66% and 95% intervals.',
  scoreAxis: 'Score, of 100',
  shareAxis: (yes: string) => `${yes.charAt(0).toUpperCase()}${yes.slice(1)}, of 100`,
  scoreAxisValue: 'Value given by the model',
  thin: 'shaded: fewer than 5 people near',
  thinKey: 'Hollow: fewer than 5 people.',
  thinNote: 'fewer than 5 people',
  missingScore: (name: string, score: string) => `With ${name} missing the average score is ${score}.`,
  howLimit: 'what a change would bring in the world. Where inputs go together, a line can pass through combinations that hardly exist.',
  accumulatedSource: (rows: number, of: number) => `Accumulated local effects, ${SAMPLED(rows, of)}, around their mean score`,
  partialSource: (rows: number, of: number) => `Partial dependence, ${SAMPLED(rows, of)}`,
  explainAccumulated:
    'ALE (Apley and Zhu, 2020) looks only at people whose value lies between two neighbouring marks, moves them from one to the other, and adds up the average steps. Inputs that go together therefore do not mislead it as they do a PDP. PDP (Friedman, 2001) puts each value into everyone, also where hardly anybody has it. Where the pale lines of single people run in different directions, an average says little about anyone.',
  howComputing: (name: string) => `Following ${name}`,
  howSummary: (name: string) => `How the score goes with ${name}.`,
  columns: { value: 'Value', score: 'Score', low: '95% low', high: '95% high', near: 'People near', size: 'Size' },
  rowSpoken: (name: string, value: string, range: string, at: number, of: number) => `${name}: ${value}${range}, ${count(at)} of ${count(of)}`,
  rangeSpoken: (low: string, high: string) => `, 95% interval ${low} to ${high}`,
  pointSpoken: (name: string, value: string, score: string, range: string, thin: boolean) => `${name} ${value}: score ${score}${range}${thin ? ', fewer than 5 people near' : ''}`,

  needScores: 'Scores come first',
  needScoresText: 'Drivers need a model that is matched to the table. This is set on the Check screen.',
  needModel: 'Drivers need the model',
  needModelText: 'With predictions alone Assay cannot try other values. Open the model file that made them (ONNX, XGBoost or LightGBM) beside this table.',
  needNumber: 'This model gives no number to follow',
  needNumberText: 'It only names one of several classes. A model that also gives their probabilities can be followed.',
  needScored: 'The model gives no row a score',
  needScoredText: 'Missing or unknown values may be the reason: see Columns on the Check screen.',
} as const;
