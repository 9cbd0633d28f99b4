/** Whether there is a title above already: that of a page, or of a pane. */
import { createContext, useContext } from 'react'

export const Framed = createContext(false)

export const useIsFramed = (): boolean => useContext(Framed)
