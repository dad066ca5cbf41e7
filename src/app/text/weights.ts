/** What weights do not count in, where rows count by a weight column. */
export const weights = {
  luck: 'Shuffles move rows: here every row counts once, whatever its weight.',
  crossed: 'Rates and differences count weights; p and what luck makes count every row once.',
  further: 'Values and intervals count weights; p and what luck makes count every row once: shuffles move rows.',
  strata: 'Rows count by weight. The test stands on the weighted difference and its interval.',
  impact: 'Rates and shortfall count weights; Fisher’s p, z, odds and the chance use the number of rows that would tell as much.',
  ranking: 'A place in a ranking is held by a row, whatever its weight.',
  experiments: 'Experiments count every row once: their exact p-values are defined for rows, not for weights.',
  proxies: 'The map and the ledger’s own columns count every row once: nulls by shuffling and cross-validation are defined for rows. Parts of the gap count weights.',
  gap: 'Rows count by weight: people and comparison rows are drawn in proportion to it.',
} as const;
