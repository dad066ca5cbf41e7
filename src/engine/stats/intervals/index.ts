export * from './difference';
export * from './mean';
export * from './proportion';
export * from './ratio';
export * from './types';
