/** The same person signs in again beside the page; what came in between is said where it was asked. */
import { useState } from 'react'
import { PopUpBlocked } from '../auth/pop-up.ts'
import { SignInError } from '../auth/protocol.ts'
import { OtherPerson, signInAgain } from '../auth/session.ts'
import { texts } from '../texts/texts.ts'

const { common } = texts

export function useSignInAgain() {
  const [problem, setProblem] = useState<string>()
  const [isBlocked, setIsBlocked] = useState(false)

  function reset(): void {
    setProblem(undefined)
    setIsBlocked(false)
  }

  /** Call it in the click's own handler. Whether it was done. */
  async function signIn(): Promise<boolean> {
    reset()
    try {
      await signInAgain()
      return true
    } catch (error) {
      setIsBlocked(error instanceof PopUpBlocked)
      setProblem(wordsOf(error))
      return false
    }
  }

  return { signIn, problem, isBlocked, reset }
}

function wordsOf(error: unknown): string {
  if (error instanceof PopUpBlocked) return common.popUpBlocked
  if (error instanceof OtherPerson) return common.otherPerson(error.found.name, error.wanted.name)
  return error instanceof SignInError ? common.signInStopped : common.unreachable
}
