export * from './bca';
export * from './difference';
export * from './mean';
export * from './net-rate';
export * from './proportion';
export * from './ratio';
export * from './types';
export * from './weighted-mean';
