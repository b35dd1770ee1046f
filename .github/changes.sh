# Which files of a pull request are code, which the checks cannot judge: they are named in the summary, and the tests run.
# Usage, in a checkout of the merge: sh .github/changes.sh BASE
set -eu
# Git quotes what is unusual in a name, and four spaces make each line code: no name can be more than a name.
code=$(git diff --name-only "$1" HEAD -- . ':(exclude)seeds' ':(exclude,glob)*.md' ':(exclude,glob)docs/**/*.md' | sed 's/^/    /')
linked=$(git ls-tree -r HEAD -- seeds docs overrides | sed -nE 's/^1[26]0000 [^\t]*\t/    /p')
if [ -n "$code" ]; then
  if [ -f Makefile ]; then echo "tests=true" >> "$GITHUB_OUTPUT"; fi # a collection of its own has no tests to run
  printf '### This changes code\n\nThe checks cannot judge these files. An editor must read each of them before this is merged.\n\n%s\n\n' "$code" >> "$GITHUB_STEP_SUMMARY"
fi
if [ -n "$linked" ]; then
  printf '### This has links to other places\n\nThe collection holds files, no symbolic links and no submodules. Put the files themselves there.\n\n%s\n\n' "$linked" >> "$GITHUB_STEP_SUMMARY"
  echo "::error title=Links to other places::Symbolic links or submodules lie in the collection; the summary names them."
  exit 1
fi
