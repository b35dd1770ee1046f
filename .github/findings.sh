# All findings, into the summary: beside the lines that they are about GitHub shows ten of a step, and no more.
# Usage, in a checkout of the merge: sh .github/findings.sh BASE
set -eu
# Four spaces make each line code: no word of a contributor's can be more than a word. A summary may have 1 MB in all.
found=$(python -m builder check --against "git:$1" | head -c 500000 | sed 's/^/    /')
if [ -n "$found" ]; then printf '### What is wrong\n\n%s\n\n' "$found" >> "$GITHUB_STEP_SUMMARY"; fi
