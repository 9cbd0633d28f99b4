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
import { type ReactNode, useState, useSyncExternalStore } from 'react'
import { notifyError } from '../act/notify.tsx'
import { PopUpBlocked } from '../auth/pop-up.ts'
import { currentStanding, signInAgain, subscribe } from '../auth/session.ts'
import { texts } from '../texts/texts.ts'

const { common } = texts

export function Ended(): ReactNode {
  const standing = useSyncExternalStore(subscribe, currentStanding)
  const [isBlocked, setIsBlocked] = useState(false)

  async function signIn(): Promise<void> {
    try {
      setIsBlocked(false)
      await signInAgain()
    } catch (error) {
      if (error instanceof PopUpBlocked) setIsBlocked(true)
      else notifyError(error)
    }
  }

  if (standing !== 'ended') return null
  return (
    <Dialog open modalType="alert">
      <DialogSurface className="dialog">
        <DialogBody>
          <DialogTitle>{common.endedTitle}</DialogTitle>
          <DialogContent>
            <p>{common.ended}</p>
            {isBlocked && <p role="alert">{common.popUpBlocked}</p>}
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
