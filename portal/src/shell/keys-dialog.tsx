/** The list of keys, and the keys that work everywhere. */
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
} from '@fluentui/react-components'
import { type ReactNode, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { leaveBy } from '../act/unsaved.ts'
import { useKeys } from '../act/use-keys.ts'
import { texts } from '../texts/texts.ts'

const places: Readonly<Record<string, string>> = { d: '/devices', i: '/imports', o: '/overview' }
/** How long after `g` the second key counts. ms */
const maxPauseMs = 1_500

export function KeysDialog(): ReactNode {
  const [isOpen, setIsOpen] = useState(false)
  const [, navigate] = useLocation()
  const goingSince = useRef(0)
  const doings: Readonly<Record<string, () => void>> = {
    '?': () => setIsOpen(true),
    i: () => leaveBy(() => navigate('/import')),
    '/': () => document.querySelector<HTMLElement>('input[type=search]')?.focus(),
  }
  useKeys((key) => {
    const isGoing = Date.now() - goingSince.current < maxPauseMs
    goingSince.current = key === 'g' ? Date.now() : 0
    const place = isGoing ? places[key] : undefined
    return place === undefined ? doings[key] : () => leaveBy(() => navigate(place))
  })
  return (
    <Dialog open={isOpen} onOpenChange={(_, { open }) => setIsOpen(open)}>
      <DialogSurface className="dialog">
        <DialogBody>
          <DialogTitle>{texts.shell.keysTitle}</DialogTitle>
          <DialogContent>
            <dl className="pairs">
              {texts.keys.map(({ key, does }) => (
                <div key={key}>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button>{texts.common.close}</Button>
            </DialogTrigger>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
