/** Hashes leave the house only after a word of warning. */
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
import { attempt } from '../../../act/run-act.ts'
import { useReturnFocus } from '../../../act/use-return-focus.ts'
import { texts } from '../../../texts/texts.ts'
import { exportDevices } from '../actions/export-devices.tsx'
import type { Chosen } from '../context.ts'

const { common, deviceActs } = texts

export function ExportHashes({
  chosen,
  onClose,
}: {
  chosen: Chosen
  onClose: () => void
}): ReactNode {
  useReturnFocus()
  async function start(): Promise<void> {
    if (await attempt(() => exportDevices(chosen, { format: 'intune' }))) onClose()
  }
  return (
    <Dialog open modalType="alert" onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface className="dialog">
        <DialogBody>
          <DialogTitle>{deviceActs.exportHashes.replace('…', '')}</DialogTitle>
          <DialogContent>{deviceActs.exportHashesWarning}</DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{common.cancel}</Button>
            <Button appearance="primary" onClick={() => void start()}>
              {deviceActs.export}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
