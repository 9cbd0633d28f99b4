/** Everything that runs or ran, behind the bell. */
import {
  Button,
  DrawerBody,
  DrawerHeader,
  DrawerHeaderTitle,
  OverlayDrawer,
} from '@fluentui/react-components'
import { Dismiss20Regular } from '@fluentui/react-icons'
import { lazy, type ReactNode, Suspense } from 'react'
import { useReturnFocus } from '../act/use-return-focus.ts'
import { Framed } from '../look/framed.ts'
import { Bones } from '../look/states.tsx'
import { texts } from '../texts/texts.ts'

const JobList = lazy(async () => ({
  default: (await import('../screens/jobs/job-list.tsx')).JobList,
}))

export function JobsDrawer({ onClose }: { onClose: () => void }): ReactNode {
  useReturnFocus(onClose)
  return (
    <OverlayDrawer
      open
      position="end"
      className="drawer"
      aria-label={texts.shell.jobs}
      onOpenChange={(_, { open }) => !open && onClose()}
    >
      <DrawerHeader>
        <DrawerHeaderTitle
          action={
            <Button
              appearance="subtle"
              icon={<Dismiss20Regular />}
              aria-label={texts.common.close}
              onClick={onClose}
            />
          }
        >
          {texts.shell.jobs}
        </DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody>
        <Suspense fallback={<Bones />}>
          <Framed value>
            <JobList />
          </Framed>
        </Suspense>
      </DrawerBody>
    </OverlayDrawer>
  )
}
