/** The session has ended: said above whatever is open, for what was typed there waits for the next one. */
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components'
import { type ReactNode, useSyncExternalStore } from 'react'
import { useSignInAgain } from '../act/use-sign-in-again.ts'
import { currentStanding, subscribe } from '../auth/session.ts'
import { texts } from '../texts/texts.ts'

const { common } = texts

export function Ended(): ReactNode {
  const standing = useSyncExternalStore(subscribe, currentStanding)
  const { signIn, problem } = useSignInAgain()
  if (standing !== 'ended') return null
  return (
    <Dialog open modalType="alert">
      <DialogSurface className="dialog">
        <DialogBody>
          <DialogTitle>{common.endedTitle}</DialogTitle>
          <DialogContent>
            <p>{common.ended}</p>
            {problem !== undefined && <p role="alert">{problem}</p>}
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={() => void signIn()}>
              {common.signIn}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
