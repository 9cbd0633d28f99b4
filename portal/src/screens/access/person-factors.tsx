/** How many second factors a person has. */
import type { ReactNode } from 'react'
import type { Factors } from 'taxiway-autopilot/admin'
import { admin } from '../../api/ask.ts'
import { useEntity } from '../../api/entities.ts'
import { Pairs } from '../../look/pairs.tsx'
import { Loaded } from '../../look/states.tsx'
import { access } from '../../texts/access-texts.ts'
import { number } from '../../texts/numbers.ts'

const words = access.person

export function useFactors(id: string, enabled: boolean) {
  return useEntity<Factors>(`${admin}/users/${id}/factors`, enabled)
}

export function FactorPairs({ id }: { id: string }): ReactNode {
  return (
    <Loaded query={useFactors(id, true)}>
      {(data) => (
        <>
          <Pairs
            of={[
              [words.passkeys, number(data.passkeys.length)],
              [words.codes, number(data.tokens.length)],
              [words.recovery, number(data.recoveryCodesLeft)],
            ]}
          />
          {data.codesLocked && <p className="bar warning">{words.locked}</p>}
        </>
      )}
    </Loaded>
  )
}
