#!/usr/bin/env node
process.exitCode = 2
process.stderr.write('defimon: no command exists yet\n')
