import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{src,packages,cli,cli-server,test}/**/*.test.ts'],
    globalSetup: ['test/support/run/global-setup.ts'],
    setupFiles: ['test/support/run/each-file.ts'],
    // Ends what hangs; nothing that is merely slow on a busy machine.
    testTimeout: 120_000,
    hookTimeout: 240_000,
    pool: 'forks',
    // A worker loads the sources once for all its files; test/support/run/end-of-file.ts says what goes between them.
    isolate: false,
    // Node runs the sources itself, as it does for users: nothing is transformed, and tests end sooner.
    experimental: { viteModuleRunner: false },
    // Tests wait for servers and databases more than they compute; the default leaves one of two cores idle. Three took
    // as long as two.
    maxWorkers: 2,
    reporters: ['default'],
  },
})
