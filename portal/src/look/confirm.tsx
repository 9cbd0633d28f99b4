/** Asks once before something is destroyed. */
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { useReturnFocus } from '../act/use-return-focus.ts'
import { texts } from '../texts/texts.ts'

export type ConfirmProps = {
  readonly title: string
  readonly text: ReactNode
  readonly act: string
  readonly leave?: string
  /** False: something that it needs is missing. */
  readonly isReady?: boolean
  readonly onClose: () => void
  readonly onConfirm: () => void
}

export function Confirm({
  title,
  text,
  act,
  leave = texts.common.cancel,
  isReady = true,
  onClose,
  onConfirm,
}: ConfirmProps): ReactNode {
  useReturnFocus()
  return (
    <Dialog open modalType="alert" onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface className="dialog">
        <DialogBody>
          <DialogTitle>
            <span className="outside">{title}</span>
          </DialogTitle>
          <DialogContent>{text}</DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{leave}</Button>
            <Button
              appearance="primary"
              disabled={!isReady}
              onClick={() => {
                onClose()
                onConfirm()
              }}
            >
              {act}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
