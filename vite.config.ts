import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  base: './',
  plugins: [svelte()],
  build: { target: 'es2023', assetsInlineLimit: 0 },
  test: {
    include: ['test/{unit,property,reference,fault}/**/*.test.ts'],
    environment: 'node',
    testTimeout: 60_000,
  },
});
