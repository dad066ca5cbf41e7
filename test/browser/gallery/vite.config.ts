import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

/** Serves or builds the gallery of controls and charts; not part of the app. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [svelte({ configFile: false })],
  build: { target: 'es2023', assetsInlineLimit: 0, outDir: process.env['GALLERY_OUT'] ?? '../../../.cache/gallery', emptyOutDir: true },
  server: { fs: { allow: [fileURLToPath(new URL('../../..', import.meta.url))] } },
});
