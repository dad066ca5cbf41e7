import './runtime/guard';
import { mount } from 'svelte';
import App from './app/App.svelte';

const boot = import('./runtime/runtime').then(({ startRuntime }) => startRuntime());
boot.catch(() => undefined);

const target = document.getElementById('app');
if (target) mount(App, { target, props: { boot } });
