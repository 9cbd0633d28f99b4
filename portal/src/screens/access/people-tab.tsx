/** People: who may what, and who has no second factor. */
import { Button, Switch } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { ListedPerson } from 'taxiway-autopilot/admin'
import { useSearchParams } from 'wouter'
import { useMay } from '../../api/me.ts'
import { usePeople } from '../../api/people.ts'
import { SimpleList, textColumn } from '../../grid/simple-list.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Empty } from '../../look/states.tsx'
import { Status } from '../../look/status.tsx'
import { Time } from '../../look/time.tsx'
import { access } from '../../texts/access-texts.ts'
import { texts } from '../../texts/texts.ts'
import { NewPersonPane } from './new-person.tsx'
import { PersonPane } from './person-pane.tsx'

const { common } = texts
const words = access.person

const rolesOf = ({ roles }: ListedPerson) =>
  roles === null ? '' : roles.length === 0 ? words.noRoles : roles.join(', ')

const columns = [
  textColumn<ListedPerson>(['name', access.people.name], ({ displayName }) => displayName, {
    width: 220,
    phone: true,
    cell: ({ displayName }) => <OutsideText text={displayName} />,
  }),
  textColumn<ListedPerson>(
    ['upn', access.people.upn],
    ({ userPrincipalName }) => userPrincipalName,
    { width: 240, cell: ({ userPrincipalName }) => <OutsideText text={userPrincipalName} /> },
  ),
  textColumn<ListedPerson>(['roles', words.roles], rolesOf, {
    width: 240,
    phone: true,
    grows: true,
    cell: (row) => <OutsideText text={rolesOf(row)} />,
  }),
  textColumn<ListedPerson>(
    ['factors', access.people.factors],
    ({ factors }) => (factors === null ? '' : wordsOf(factors)),
    {
      width: 180,
      cell: ({ factors }) =>
        factors === null ? (
          common.empty
        ) : (
          <Status tone={factors.passkeys + factors.codes > 0 ? 'good' : 'warn'}>
            {wordsOf(factors)}
          </Status>
        ),
    },
  ),
  textColumn<ListedPerson>(
    ['last', words.lastSignIn],
    ({ lastSignInDateTime }) => lastSignInDateTime ?? '',
    { width: 140, cell: ({ lastSignInDateTime }) => <Time at={lastSignInDateTime} /> },
  ),
  textColumn<ListedPerson>(
    ['enabled', access.people.enabled],
    ({ enabled }) => (enabled ? common.yes : common.no),
    { width: 100 },
  ),
]

function wordsOf({ passkeys, codes }: NonNullable<ListedPerson['factors']>): string {
  return words.factors(passkeys, codes) || words.noFactors
}

export function PeopleTab(): ReactNode {
  const may = useMay()
  const [parameters, setParameters] = useSearchParams()
  const withoutFactor = parameters.get('factor') === 'none' && may('factors.read')
  const people = usePeople(withoutFactor ? 'factor=none' : '')
  const [open, setOpen] = useState<string>()
  const [isAdding, setIsAdding] = useState(false)
  const person = people.data?.find(({ id }) => id === open)
  return (
    <>
      <div className="row wrap">
        {may('users.write') && (
          <Button appearance="primary" onClick={() => setIsAdding(true)}>
            {access.addPerson}
          </Button>
        )}
        {may('factors.read') && (
          <Switch
            label={words.withoutFactor}
            checked={withoutFactor}
            onChange={(_, { checked }) =>
              setParameters(checked ? { factor: 'none' } : {}, { replace: true })
            }
          />
        )}
      </div>
      <SimpleList
        name={access.tabs.people}
        query={people}
        columns={columns}
        idOf={({ id }) => id}
        nameOf={({ displayName }) => displayName}
        onOpen={({ id }) => setOpen(id)}
        empty={<Empty picture="windsock" title={access.noPeople} text={access.noPeopleText} />}
      />
      {person !== undefined && (
        <PersonPane key={person.id} of={person} onClose={() => setOpen(undefined)} />
      )}
      {isAdding && <NewPersonPane onClose={() => setIsAdding(false)} />}
    </>
  )
}
