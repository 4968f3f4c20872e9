import { type BlockRef, type BlockSource, type ContradictionError, DefimonError, type Runtime } from '@defimon/core'
import { createFinalityDispute } from './finality-dispute.ts'

/** What the judge stands on. */
export interface FailureGround {
  readonly source: BlockSource
  readonly runtime: Runtime
  /** The newest stored block that was final. */
  finalized(): BlockRef | undefined
}

/** Tells failures that end a network from those that are for a later attempt. */
export interface FailureJudge {
  /**
   * Rejects with what ends the network: the failure itself, or one of before that nobody has spoken against since. Resolves to whether the
   * endpoints behind it have lost their trust, so that the next attempt goes elsewhere.
   */
  judge(error: unknown, signal: AbortSignal): Promise<boolean>
  /** Something was stored: a row of contradictions ends. */
  worked(): void
  /** The chain goes on from what is stored: nothing speaks against it any more. */
  settled(): void
}

/** So many times in a row an endpoint may contradict what is stored before that is looked into. */
const MOST_CONTRADICTIONS = 3

/** What an endpoint says against the stored chain, and the stored block that it is about. */
interface Claim {
  readonly error: DefimonError
  readonly block: BlockRef | undefined
}

/**
 * A sink that gives up ends a network. So does another chain than the stored one, below its finality or in contradiction to it: but not where
 * one endpoint alone shows it (`FinalityDispute`).
 */
export function createFailureJudge({ source, runtime, finalized }: FailureGround): FailureJudge {
  const dispute = createFinalityDispute(source, runtime)
  let contradictions = 0
  /** Not settled yet: looked into again at each failure, whatever that is. */
  let open: Claim | undefined

  const claimOf = (error: DefimonError): Claim | undefined => {
    const isDeep = error.code === 'REORG_TOO_DEEP'
    // Endpoints that disagree about a block that may still be replaced are waited for.
    const contradicts = error.code === 'CONTRADICTION' && !error.retryable
    if (!isDeep) contradictions = contradicts ? contradictions + 1 : 0
    if (!isDeep && contradictions < MOST_CONTRADICTIONS) return undefined
    return { error, block: (error as Partial<ContradictionError>).block ?? finalized() }
  }

  const settled = (): void => {
    contradictions = 0
    open = undefined
    dispute.forget()
  }

  return {
    async judge(error, signal) {
      if (DefimonError.isInstance(error)) {
        if (error.code === 'SINK') throw error
        const claim = claimOf(error)
        open ??= claim
      }
      if (!open) return false
      const { error: claim, block } = open
      // An endpoint that contradicts itself, and no other that could be asked.
      if (!block || (claim.code === 'CONTRADICTION' && dispute.hosts < 2)) throw claim
      const ruling = await dispute.rule(block, signal)
      if (ruling === 'gone') throw claim
      if (ruling !== 'open') settled()
      return ruling === 'upheld'
    },
    worked() {
      contradictions = 0
    },
    settled,
  }
}
