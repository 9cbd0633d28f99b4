/** Deletion: what will go, what stays, and a word typed where many go at once. */
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  Radio,
  RadioGroup,
} from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { Device, JobRequest } from 'taxiway-autopilot/admin'
import { useLocation } from 'wouter'
import { notify } from '../../../act/notify.tsx'
import { attempt } from '../../../act/run-act.ts'
import { useReturnFocus } from '../../../act/use-return-focus.ts'
import { startJob } from '../../../api/jobs.ts'
import { queryClient } from '../../../api/query-client.ts'
import { csvLine } from '../../../look/csv-line.ts'
import { OutsideText } from '../../../look/outside-text.tsx'
import { saveFile } from '../../../look/save-file.ts'
import { texts } from '../../../texts/texts.ts'
import { deviceColumns, machineOf, nameOfDevice } from '../columns.tsx'
import type { Chosen } from '../context.ts'

const { common, deviceDelete } = texts
/** So many may go with a plain click. */
const few = 9
const listed = 10

export function DeleteDialog({
  chosen,
  onClose,
  onDeleted,
}: {
  chosen: Chosen
  onClose: () => void
  /** What was selected goes. */
  onDeleted: (() => void) | undefined
}): ReactNode {
  const { count, seen, selection } = chosen
  useReturnFocus()
  const [typed, setTyped] = useState('')
  const [act, setAct] = useState<NonNullable<JobRequest['act']>>('reserve')
  const [isBusy, setIsBusy] = useState(false)
  const [path, navigate] = useLocation()
  const word = String(count)
  const isSure = count <= few || typed.trim() === word

  async function remove(): Promise<void> {
    setIsBusy(true)
    const isStarted = await attempt(() => startJob({ kind: 'delete-devices', act, selection }))
    setIsBusy(false)
    if (!isStarted) return
    onDeleted?.()
    onClose()
    if (path !== '/devices') navigate('/devices')
    notify({ text: deviceDelete.started(count), intent: 'info' })
    await queryClient.invalidateQueries({ queryKey: ['devices'] })
  }

  return (
    <Dialog open modalType="alert" onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface className="dialog">
        <DialogBody>
          <DialogTitle>{deviceDelete.title(count)}</DialogTitle>
          <DialogContent className="stack">
            <ul className="plain">
              {seen.slice(0, listed).map((device) => (
                <li key={device.id} className="row wrap">
                  <strong>
                    <OutsideText text={nameOfDevice(device)} />
                  </strong>
                  <span className="quiet">
                    <OutsideText text={machineOf(device)} />
                  </span>
                  {device.groupTag !== '' && <OutsideText text={device.groupTag} />}
                  {device.userPrincipalName !== '' && (
                    <OutsideText text={device.userPrincipalName} />
                  )}
                </li>
              ))}
              {count > Math.min(seen.length, listed) && (
                <li className="quiet">
                  {deviceDelete.more(count - Math.min(seen.length, listed))}
                </li>
              )}
            </ul>
            {seen.length === count && (
              <Button size="small" onClick={() => saveList(seen)}>
                {deviceDelete.downloadList}
              </Button>
            )}
            <div className="said">
              <h3>{deviceDelete.what}</h3>
              <p>{deviceDelete.whatText}</p>
              <h3>{deviceDelete.stays}</h3>
              <p>{deviceDelete.staysText}</p>
            </div>
            <Field label={deviceDelete.act}>
              <RadioGroup
                value={act}
                onChange={(_, { value }) => setAct(value === 'release' ? 'release' : 'reserve')}
              >
                <Radio value="reserve" label={deviceDelete.reserve} />
                <Radio value="release" label={deviceDelete.release} />
              </RadioGroup>
            </Field>
            {count > few && (
              <Field label={deviceDelete.typeToDelete(word)}>
                <Input
                  value={typed}
                  onChange={(_, { value }) => setTyped(value)}
                  autoComplete="off"
                />
              </Field>
            )}
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{common.cancel}</Button>
            <Button appearance="primary" disabled={!isSure || isBusy} onClick={() => void remove()}>
              {deviceDelete.delete(count)}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}

function saveList(devices: readonly Device[]): void {
  const lines = [
    csvLine(deviceColumns.map(({ title }) => title)),
    ...devices.map((device) => csvLine(deviceColumns.map(({ text }) => text(device)))),
  ]
  saveFile('devices-to-delete.csv', new Blob([lines.join('')], { type: 'text/csv' }))
}
