/** What weights do not count in, where rows count by a weight column. */
export const weights = {
  luck: 'Shuffles move rows: here every row counts once, whatever its weight.',
  crossed: 'Rates and differences count weights; p and what luck makes count every row once.',
  further: 'Values and intervals count weights; p and what luck makes count every row once: shuffles move rows.',
  strata: 'Rows count by weight. The test stands on the weighted difference and its interval.',
  impact: 'Rates and shortfall count weights; Fisher’s p, z, odds and the chance use the number of rows that would tell as much.',
  ranking: 'A place in a ranking is held by a row, whatever its weight.',
  lines: 'Rates, gaps and what lines are chosen for count weights; people who are more or fewer selected are rows.',
  narrow: 'Same people before and after, by weight: linearised intervals; Tango’s for shares, with as many rows as would tell as much',
  experiments: 'Experiments count every row once: shuffles and flips are of rows, not of weights.',
  proxies: 'The map counts every row once, as do the columns of the ledger that are not parts of the gap: they rest on shuffles and on rows held out.',
  gap: 'Rows count by weight: people and comparison rows are drawn in proportion to it.',
} as const;
