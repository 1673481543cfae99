import { defineConfig, defaultClientConditions } from 'vite'

// The pages are built into the server's package, which serves them. No polyfill and no inline code: the content security policy allows none.
export default defineConfig({
  resolve: { conditions: ['@logitscope/source', ...defaultClientConditions] },
  oxc: { jsx: { importSource: 'preact' } },
  build: {
    target: 'es2023',
    outDir: '../server/assets',
    // Other things lie there too: tools/build-dashboard.mjs takes away what an older build left.
    emptyOutDir: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:4600', '/v1': 'http://127.0.0.1:4600' } },
})
