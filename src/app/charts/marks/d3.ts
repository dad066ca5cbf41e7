/** All that the charts use of d3. */
export { line, scaleLinear, type ScaleLinear } from 'd3';
