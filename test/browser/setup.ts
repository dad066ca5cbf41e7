import type { TestProject } from 'vitest/node';
import { findChromium } from '../tools/chromium.js';
import { serve } from '../tools/serve.js';
import { appFolder, buildApp, buildHarness, harnessFolder } from './build';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the built app, ending in a slash. */
    app: string;
    /** Address of the page that lets tests call the runtime directly. */
    harness: string;
    /** Program file of the browser. */
    chromium: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await buildApp();
  await buildHarness();
  const servers = await Promise.all([serve({ folder: appFolder }), serve({ folder: harnessFolder })]);
  project.provide('app', servers[0].url);
  project.provide('harness', servers[1].url);
  project.provide('chromium', findChromium());
  return async () => {
    await Promise.all(servers.map((server) => server.close()));
  };
}
