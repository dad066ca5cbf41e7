export * from './exact-null';
export * from './fisher';
export * from './permutation';
