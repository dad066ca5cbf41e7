/** Every screen but the first, in one piece that is loaded before the page locks itself. */
export { default as Check } from './check/Check.svelte';
export { default as Drivers } from './drivers/Drivers.svelte';
export { default as Findings } from './findings/Findings.svelte';
export { default as Groups } from './groups/Groups.svelte';
export { default as Person } from './person/Person.svelte';
