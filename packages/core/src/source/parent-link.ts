import type { L2Block, Verification } from '../contract/block.ts'

/**
 * The block with its parent link marked as checked, for whoever compared it with the block before. Nothing changes where
 * verification is off, or where the block names no parent.
 */
export function withParentLink<B extends L2Block>(block: B): B {
  const { verification } = block
  if (!block.parent || !verification.passed.includes('identity') || verification.passed.includes('parent-link')) return block
  const [identity = 'identity', ...others] = verification.passed
  const linked: Verification = {
    ...verification,
    passed: [identity, 'parent-link', ...others],
    skipped: verification.skipped.filter(({ check }) => check !== 'parent-link'),
  }
  return { ...block, verification: linked }
}
