export * from './dependence/accumulated';
export * from './dependence/axes';
export * from './dependence/interaction';
export * from './dependence/job';
export * from './dependence/pairs';
export * from './dependence/partial';
export * from './dependence/types';
export * from './rows';
