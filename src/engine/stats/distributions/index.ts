export * from './beta';
export * from './binomial';
export * from './gamma';
export * from './hypergeometric';
export * from './normal';
export * from './student';
