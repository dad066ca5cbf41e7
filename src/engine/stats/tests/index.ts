export * from './breslow-day';
export * from './conditional-odds';
export * from './exact-null';
export * from './fisher';
export * from './fourfold';
export * from './permutation';
export * from './unconditional';
