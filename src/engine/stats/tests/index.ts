export * from './exact-null';
export * from './fisher';
export * from './fourfold';
export * from './permutation';
