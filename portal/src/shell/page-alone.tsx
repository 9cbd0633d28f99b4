/** Pages for somebody who is not signed in: the hash bench, and where devices are handed in. */
import { FluentProvider, webDarkTheme, webLightTheme } from '@fluentui/react-components'
import { lazy, type ReactNode, Suspense, useSyncExternalStore } from 'react'
import { isDark, onColours } from '../look/colours.ts'
import { Logo } from '../look/pictures.tsx'
import { Bones } from '../look/states.tsx'
import { texts } from '../texts/texts.ts'

const pages = {
  bench: lazy(async () => ({
    default: (await import('../screens/bench/bench-screen.tsx')).BenchScreen,
  })),
  'hand-in': lazy(async () => ({
    default: (await import('../hand-in/hand-in-screen.tsx')).HandInScreen,
  })),
} as const

export type Alone = keyof typeof pages

export function PageAlone({ page }: { page: Alone }): ReactNode {
  const Screen = pages[page]
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
              <Screen />
            </Suspense>
          </main>
        </div>
      </div>
    </FluentProvider>
  )
}
