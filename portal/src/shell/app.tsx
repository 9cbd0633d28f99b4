/** The portal around its screens. */
import {
  FluentProvider,
  PortalMountNodeProvider,
  webDarkTheme,
  webLightTheme,
} from '@fluentui/react-components'
import { QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, Suspense, useEffect, useState, useSyncExternalStore } from 'react'
import { useLocation } from 'wouter'
import { FreshFactorDialog } from '../act/fresh-factor.tsx'
import { Notices } from '../act/notify.tsx'
import { forgetUnsaved } from '../act/unsaved.ts'
import { useMe } from '../api/me.ts'
import { queryClient } from '../api/query-client.ts'
import { currentStanding, subscribe } from '../auth/session.ts'
import { isDark, onColours } from '../look/colours.ts'
import { Bones } from '../look/states.tsx'
import { useNarrow } from '../look/use-narrow.ts'
import { texts } from '../texts/texts.ts'
import { Bars } from './bars.tsx'
import { Ended } from './ended.tsx'
import { Header } from './header.tsx'
import { JobsDrawer } from './jobs-drawer.tsx'
import { KeysDialog } from './keys-dialog.tsx'
import { Leaving } from './leaving.tsx'
import { Navigation } from './navigation.tsx'
import { Routes } from './routes.tsx'
import { useBadges } from './use-badges.ts'
import { useComeback } from './use-comeback.ts'
import { useRunning } from './use-running.ts'

export function App(): ReactNode {
  const dark = useSyncExternalStore(onColours, isDark)
  return (
    <QueryClientProvider client={queryClient}>
      {/* Whatever class it is given, every menu and pane over the page gets too. */}
      <FluentProvider theme={dark ? webDarkTheme : webLightTheme} className="ground">
        <div className="app">
          <Frame />
        </div>
      </FluentProvider>
    </QueryClientProvider>
  )
}

function Frame(): ReactNode {
  const [mount, setMount] = useState<HTMLElement | null>(null)
  const isNarrow = useNarrow()
  const [jobsOpen, setJobsOpen] = useState(false)
  const running = useRunning()
  const badges = useBadges(running.imports)
  useComeback()
  useLeavingWithTheOthers()
  // Not seen before it is known what stands above it, it is not pushed down either.
  const isKnown = !useMe().isPending
  const [path] = useLocation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a person who goes elsewhere is done with the drawer.
  useEffect(() => setJobsOpen(false), [path])
  return (
    <PortalMountNodeProvider value={mount ?? undefined}>
      <a className="skip" href="#content">
        {texts.shell.skip}
      </a>
      <Header running={running.jobs + running.imports} onJobs={() => setJobsOpen(true)} />
      <Bars />
      <div className={isKnown ? 'body' : 'body hushed'}>
        <Navigation badges={badges} />
        <main id="content" tabIndex={-1}>
          <Suspense fallback={<Bones />}>
            <Routes />
          </Suspense>
          {jobsOpen && <JobsDrawer onClose={() => setJobsOpen(false)} />}
          <KeysDialog />
          <FreshFactorDialog />
          <Leaving />
          <Ended />
          {/* Menus and dialogs stand inside the main landmark, where assistive technology looks for content. */}
          <div ref={setMount} />
          <Notices isNarrow={isNarrow} />
        </main>
      </div>
    </PortalMountNodeProvider>
  )
}

/** Another tab signed out, and with it the session of all. */
function useLeavingWithTheOthers(): void {
  const standing = useSyncExternalStore(subscribe, currentStanding)
  useEffect(() => {
    if (standing !== 'signed-out' && standing !== 'leaving') return undefined
    forgetUnsaved()
    queryClient.clear()
    // The tab that signs out is on its way already, and would be called back from it.
    if (standing === 'leaving') return undefined
    const timer = setTimeout(() => location.assign('/'), 300)
    return () => clearTimeout(timer)
  }, [standing])
}
