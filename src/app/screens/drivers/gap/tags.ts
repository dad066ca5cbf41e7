/** What is said under an input's name in the waterfall, by its place among the players; nothing where no mark is set. */
export type TagOf = (player: number) => string | undefined;
