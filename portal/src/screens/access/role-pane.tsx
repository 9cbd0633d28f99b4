/** One role: what it contains, who has it, and giving it. */
import { Button } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { Permission, Role } from 'taxiway-autopilot/admin'
import { admin } from '../../api/ask.ts'
import { useEntities } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { split } from '../../look/choices.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Pane } from '../../look/pane.tsx'
import { access } from '../../texts/access-texts.ts'
import { texts } from '../../texts/texts.ts'
import { OwnRole } from './role-form.tsx'
import { RoleHolders } from './role-holders.tsx'

const { common } = texts
const words = access.roles

export function RolePane({ role, onClose }: { role: Role; onClose: () => void }): ReactNode {
  const may = useMay()
  return !role.builtIn && may('roles.write') ? (
    <OwnRole role={role} onClose={onClose}>
      <RoleHolders role={role} />
    </OwnRole>
  ) : (
    <Pane
      title={role.displayName}
      isDirty={false}
      onClose={onClose}
      footer={<Button onClick={onClose}>{common.close}</Button>}
    >
      <OutsideText text={role.description} />
      <RoleHolders role={role} />
      <Contained role={role} />
    </Pane>
  )
}

/** As its form has them: in groups, each named once. */
function Contained({ role }: { role: Role }): ReactNode {
  const permissions = useEntities<Permission>(`${admin}/permissions`)
  const titles = role.permissions.map(
    (permission) =>
      permissions.data?.find((each) => each.permission === permission)?.title ?? permission,
  )
  return (
    <>
      <h3>{words.permissions}</h3>
      {[...Map.groupBy(titles.map(split), ({ group }) => group)].map(([group, own]) => (
        <section key={group}>
          {group !== '' && <h4 className="choices">{group}</h4>}
          <ul className="plain">
            {own.map((each) => (
              <li key={each.own}>
                <span className="first-large">{each.own}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}
