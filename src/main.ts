import './runtime/guard';
import { mount } from 'svelte';
import App from './app/App.svelte';

// Once the page is locked nothing can be loaded, so the screens come before the runtime starts.
const screens = import('./app/screens');
const boot = Promise.all([import('./runtime/runtime'), screens]).then(([{ startRuntime }]) => startRuntime());
boot.catch(() => undefined);

const target = document.getElementById('app');
if (target) mount(App, { target, props: { boot, screens } });
