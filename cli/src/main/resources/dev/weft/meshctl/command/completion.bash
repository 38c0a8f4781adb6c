# Completes meshctl in bash: source <(meshctl completion)
_meshctl() {
  local line=${COMP_LINE:0:COMP_POINT} word mark begin done="" candidate
  word=${line##*[[:space:]]}
  # For bash a word begins anew behind these marks, so what stands before the last of them is there already.
  for mark in = :; do
    begin=${word%"$mark"*}$mark
    if [[ $COMP_WORDBREAKS == *$mark* && $word == *$mark* && ${#begin} -gt ${#done} ]]; then done=$begin; fi
  done
  COMPREPLY=()
  while IFS= read -r candidate; do
    COMPREPLY+=("${candidate#"$done"}")
  done < <("$1" __complete "$line" 2>/dev/null)
  if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=/] ]]; then compopt -o nospace 2>/dev/null; fi
}
complete -o default -F _meshctl meshctl ./meshctl
