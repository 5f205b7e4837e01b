/** By itself, so that it is a bundle of its own: two hundred modules that only a gamma distribution needs. */
export { default as quantile } from '@stdlib/stats-base-dists-gamma-quantile';
