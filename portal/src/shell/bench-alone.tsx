/** The hash bench for somebody who is not signed in: nothing of it needs a server. */
import { FluentProvider, webDarkTheme, webLightTheme } from '@fluentui/react-components'
import { lazy, type ReactNode, Suspense, useSyncExternalStore } from 'react'
import { isDark, onColours } from '../look/colours.ts'
import { Logo } from '../look/pictures.tsx'
import { Bones } from '../look/states.tsx'
import { texts } from '../texts/texts.ts'

const BenchScreen = lazy(async () => ({
  default: (await import('../screens/bench/bench-screen.tsx')).BenchScreen,
}))

export function BenchAlone(): ReactNode {
  const dark = useSyncExternalStore(onColours, isDark)
  return (
    <FluentProvider theme={dark ? webDarkTheme : webLightTheme} className="ground">
      <div className="app">
        <header className="header">
          <a href="/" className="brand">
            <Logo />
            <strong>{texts.common.product}</strong>
          </a>
          <span className="grow" />
          <a href="/">{texts.common.signIn}</a>
        </header>
        <div className="body">
          <main id="content" tabIndex={-1}>
            <Suspense fallback={<Bones />}>
              <BenchScreen />
            </Suspense>
          </main>
        </div>
      </div>
    </FluentProvider>
  )
}
