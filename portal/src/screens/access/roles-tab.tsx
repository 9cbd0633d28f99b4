/** Roles: the built-in ones, and those of the organization. */
import { Button } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { Role } from 'taxiway-autopilot/admin'
import { admin } from '../../api/ask.ts'
import { useEntities } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { SimpleList, textColumn } from '../../grid/simple-list.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { NoPermission } from '../../look/states.tsx'
import { access } from '../../texts/access-texts.ts'
import { NewRole } from './new-role.tsx'
import { RolePane } from './role-pane.tsx'

const words = access.roles

/** Of a built-in role there is nothing to say that its name does not. */
const descriptionOf = ({ builtIn, description }: Role) => (builtIn ? '' : description)

const columns = [
  textColumn<Role>(['name', words.name], ({ displayName }) => displayName, {
    width: 260,
    phone: true,
    cell: ({ displayName }) => <OutsideText text={displayName} />,
  }),
  textColumn<Role>(['kind', words.kind], ({ builtIn }) => (builtIn ? words.builtIn : words.own), {
    width: 100,
  }),
  textColumn<Role>(
    ['permissions', words.permissions],
    ({ permissions }) => words.count(permissions.length),
    {
      width: 160,
      phone: true,
    },
  ),
  textColumn<Role>(['description', words.description], descriptionOf, {
    width: 320,
    cell: (role) => <OutsideText text={descriptionOf(role)} />,
  }),
]

export function RolesTab(): ReactNode {
  const roles = useEntities<Role>(`${admin}/roles`)
  const may = useMay()
  const [open, setOpen] = useState<Role>()
  const [isNew, setIsNew] = useState(false)
  return (
    <>
      {may('roles.write') && (
        <div>
          <Button appearance="primary" onClick={() => setIsNew(true)}>
            {words.create}
          </Button>
        </div>
      )}
      <SimpleList
        name={access.tabs.roles}
        query={roles}
        columns={columns}
        idOf={({ id }) => id}
        nameOf={({ displayName }) => displayName}
        onOpen={setOpen}
        empty={<NoPermission />}
      />
      {open !== undefined && <RolePane role={open} onClose={() => setOpen(undefined)} />}
      {isNew && <NewRole onClose={() => setIsNew(false)} />}
    </>
  )
}
