/** Saved views of the list: opened, saved, shared and deleted. */
import {
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  Menu,
  MenuDivider,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components'
import { Bookmark20Regular } from '@fluentui/react-icons'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useLocation } from 'wouter'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { useReturnFocus } from '../../act/use-return-focus.ts'
import { deleteView, saveView, useViews } from '../../api/views.ts'
import { OutsideText } from '../../look/outside-text.tsx'
import { texts } from '../../texts/texts.ts'
import { type ListState, writeList } from './list-state.ts'

const { deviceList, common } = texts
const path = '/devices'

export function ViewsMenu({ state }: { state: ListState }): ReactNode {
  const views = useViews(path).data ?? []
  const [, navigate] = useLocation()
  const [isSaving, setIsSaving] = useState(false)
  // Where somebody has scrolled to belongs to no view.
  const query = writeList({ ...state, row: 0 })
  const current = views.find((view) => view.query === query)
  return (
    <>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button size="small" appearance="subtle" icon={<Bookmark20Regular />}>
            <OutsideText text={current?.name ?? deviceList.views} />
          </Button>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem onClick={() => navigate(path)}>{deviceList.allDevices}</MenuItem>
            {views.map((view) => (
              <MenuItem
                key={view.id}
                onClick={() => navigate(view.query === '' ? path : `${path}?${view.query}`)}
                {...(!view.own && { secondaryContent: deviceList.sharedBy(view.by) })}
              >
                <OutsideText text={view.name} />
              </MenuItem>
            ))}
            <MenuDivider />
            <MenuItem disabled={query === ''} onClick={() => setIsSaving(true)}>
              {deviceList.saveView}
            </MenuItem>
            {current?.own === true && (
              <MenuItem
                onClick={() =>
                  void attempt(() => deleteView(current.id)).then(
                    (isDone) => isDone && notify({ text: deviceList.viewDeleted }),
                  )
                }
              >
                {deviceList.deleteView}
              </MenuItem>
            )}
          </MenuList>
        </MenuPopover>
      </Menu>
      {isSaving && <SaveView query={query} onClose={() => setIsSaving(false)} />}
    </>
  )
}

function SaveView({ query, onClose }: { query: string; onClose: () => void }): ReactNode {
  useReturnFocus()
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (name.trim() === '') return
    if (!(await attempt(() => saveView({ name, path, query, shared })))) return
    notify({ text: deviceList.viewSaved })
    onClose()
  }

  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface className="dialog">
        <form onSubmit={(event) => void save(event)}>
          <DialogBody>
            <DialogTitle>{deviceList.saveView}</DialogTitle>
            <DialogContent className="form">
              <Field label={deviceList.viewName} required>
                <Input
                  value={name}
                  maxLength={100}
                  autoFocus
                  onChange={(_, { value }) => setName(value)}
                />
              </Field>
              <Checkbox
                label={deviceList.shareView}
                checked={shared}
                onChange={(_, { checked }) => setShared(checked === true)}
              />
            </DialogContent>
            <DialogActions>
              <Button onClick={onClose}>{common.cancel}</Button>
              <Button appearance="primary" type="submit" disabled={name.trim() === ''}>
                {common.save}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  )
}
