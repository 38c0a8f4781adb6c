#!/usr/bin/env bash
# Takes the whole system to Google Kubernetes Engine, from an empty project on: k8s/gke.md tells each step. Safe to run again:
# what is there stays, and passwords are made once.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() {
  cat <<'END'
usage: k8s/deploy.sh --project ID --region REGION --registry NAME --domain DOMAIN [options]

  --project ID       the project at Google Cloud, with billing
  --region REGION    where everything goes: europe-west1
  --registry NAME    the repository of the Artifact Registry, made if it is not there
  --domain DOMAIN    applications are pets.DOMAIN and petdetails.DOMAIN
  --overlay NAME     gke (default), gke-internal, gke-windows or gke-httproutes
  --cluster NAME     weft unless set
  --tag TAG          of the images; the commit that is checked out unless set
  --skip-images      images with this tag are in the registry
  --train            images that start faster, each trained here first: Linux on amd64, root, runc, umoci
  --dry-run          says what it would do, and asks nobody
END
}

fail() {
  printf 'deploy.sh: %s\n' "$*" >&2
  exit 1
}

project='' region='' registry='' domain='' overlay=gke cluster=weft tag='' images=build train='' dry=''
while [[ $# -gt 0 ]]; do
  case $1 in
    --dry-run) dry=yes ;;
    --skip-images) images='' ;;
    --train) train=yes ;;
    -h | --help) usage; exit ;;
    --project | --region | --registry | --domain | --overlay | --cluster | --tag)
      [[ ${2:-} && $2 != --* ]] || { usage >&2; fail "$1 needs a value"; }
      printf -v "${1#--}" %s "$2"
      shift
      ;;
    *) usage >&2; fail "$1: unknown (expected: the options above)" ;;
  esac
  shift
done
for needed in project region registry domain; do
  [[ ${!needed} ]] || { usage >&2; fail "--$needed is missing"; }
done
[[ $tag ]] || tag=$(git rev-parse --short=12 HEAD)

# must <option> <pattern> <what is expected>: names go into commands and documents, so no others than Google's own.
must() {
  [[ ${!1} =~ ^($2)$ ]] || fail "--$1: ${!1} (expected: $3)"
}
must overlay 'gke(-internal|-windows|-httproutes)?' 'gke, gke-internal, gke-windows or gke-httproutes'
must project '[a-z][a-z0-9-]{4,28}[a-z0-9]' "a project's ID, such as my-project; not its name or number"
must region '[a-z]+-[a-z]+[0-9]+' 'a region, not a zone, such as europe-west1'
must registry '[a-z]([a-z0-9-]{0,61}[a-z0-9])?' 'small letters, digits and hyphens, such as weft'
must domain '[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+' 'a domain, such as example.com'
must cluster '[a-z]([a-z0-9-]{0,38}[a-z0-9])?' 'small letters, digits and hyphens, such as weft'
must tag '[A-Za-z0-9_][A-Za-z0-9_.-]{0,100}' "an image's tag, such as 1.0"
programs=(gcloud kubectl openssl)
[[ ! $images ]] || programs+=(mvn)
[[ ! $images || ! $train ]] || programs+=(runc umoci)
[[ $overlay != gke-windows || ! $images ]] || programs+=(crane)
[[ ! $dry ]] || programs=(kubectl)
for program in "${programs[@]}"; do
  command -v "$program" >/dev/null || fail "$program is missing (k8s/gke.md says what this needs)"
done

context=gke_${project}_${region}_$cluster
node_account=weft-nodes@$project.iam.gserviceaccount.com
repository=$region-docker.pkg.dev/$project/$registry
version=$(sed -n '/<artifactId>weft</{n;s/.*<version>\(.*\)<.*/\1/p;q}' ../pom.xml)

step() {
  printf '\n=== %s (after %d min %d s)\n' "$*" $((SECONDS / 60)) $((SECONDS % 60))
}

# Does it, or says that it would.
run() {
  printf '+ %s\n' "$*"
  [[ $dry ]] || "$@"
}

# Whether something is there. A dry run asks nobody: nothing is.
there() {
  [[ ! $dry ]] && "$@" >/dev/null 2>&1
}

gc() {
  run gcloud --quiet --project="$project" "$@"
}

# make <what is made> <flags of create>: unless it is there. Where it is, the flags that describe needs are said by "at".
at=()
make() {
  local what=$1
  shift
  # shellcheck disable=SC2086 # words, on purpose
  if there gcloud --quiet --project="$project" ${what/ create/ describe} "${at[@]}"; then
    echo "  there: ${what/ create/}"
  else
    gc $what "${at[@]}" "$@"
  fi
}

in_cluster() {
  run kubectl --context="$context" "$@"
}

# documents <apply or create> <what they are>: reads them from its input, since what is in them is shown to nobody.
documents() {
  printf '+ kubectl %s: %s\n' "$1" "$2"
  if [[ $dry ]]; then cat >/dev/null; else kubectl --context="$context" "$1" -f -; fi
}

password() {
  if [[ $dry ]]; then echo '<made at random>'; else openssl rand -hex 24; fi
}

# secret <name> <key=value>...: made once. By "create", which never takes the place of one that is there.
secret() {
  local name=$1 entry
  shift
  for entry in "$@"; do [[ ${entry#*=} ]] || fail "Secret $name: no value for ${entry%%=*}"; done
  {
    printf 'apiVersion: v1\nkind: Secret\nmetadata: { name: %s, namespace: weft }\nstringData:\n' "$name"
    for entry in "$@"; do printf '  %s: "%s"\n' "${entry%%=*}" "${entry#*=}"; done
  } | documents create "Secret $name ($(printf '%s ' "${@%%=*}"))"
}

# Whether there is a secret. Who took any other failure for "no" would give pods a password that their peers, or the database,
# don't know.
has_secret() {
  local found
  [[ ! $dry ]] || return 1
  found=$(kubectl --context="$context" --namespace=weft get secret "$1" --ignore-not-found --output=name) ||
    fail "can't tell whether there is a Secret $1 already (above is why). It was neither made nor replaced: run this again."
  [[ $found ]]
}

enable_services() {
  step "services of the project"
  gc services enable compute.googleapis.com container.googleapis.com artifactregistry.googleapis.com \
    certificatemanager.googleapis.com sqladmin.googleapis.com servicenetworking.googleapis.com \
    monitoring.googleapis.com iam.googleapis.com
}

# Nodes do what they do as this account, not as Compute Engine's default one, which may be the project's editor. Early, since
# a new account is known everywhere only after a while: it gets its roles with the cluster.
make_node_account() {
  step "account of the nodes"
  if there gcloud --quiet --project="$project" iam service-accounts describe "$node_account"; then
    echo "  there: iam service-accounts $node_account"
  else
    gc iam service-accounts create weft-nodes
  fi
}

# The ranges that the overlays' NetworkPolicies name are these.
make_network() {
  step "network"
  at=()
  make "compute networks create weft" --subnet-mode=custom
  at=(--region="$region")
  make "compute networks subnets create weft" --network=weft --range=10.0.0.0/20 --enable-private-ip-google-access \
    --secondary-range=pods=10.64.0.0/14,services=10.100.0.0/20,windows-pods=10.96.0.0/20
  make "compute networks subnets create weft-proxies" --network=weft --range=10.129.0.0/23 \
    --purpose=REGIONAL_MANAGED_PROXY --role=ACTIVE
  make "compute routers create weft" --network=weft
  at=(--region="$region" --router=weft)
  make "compute routers nats create weft" --auto-allocate-nat-external-ips --nat-all-subnet-ip-ranges
  at=(--region="$region")
  if [[ $overlay == gke-internal ]]; then
    make "compute addresses create weft-edge-internal" --subnet=weft --purpose=SHARED_LOADBALANCER_VIP
  else
    make "compute addresses create weft-edge"
  fi
}

# Each application has a certificate of its own, by a record that you put into the domain's DNS.
make_certificates() {
  local application
  step "certificates"
  at=(--location="$region")
  for application in pets petdetails; do
    make "certificate-manager dns-authorizations create weft-$application" --domain="$application.$domain"
    make "certificate-manager certificates create weft-$application" --domains="$application.$domain" \
      --dns-authorizations="weft-$application"
  done
}

# Starts each image once, and puts what the JVM has read and linked by then into it (its AOT cache).
train_images() {
  local as=()
  [[ $EUID -eq 0 ]] || as=(sudo)
  run mvn -B -f ../pom.xml -Pimages -DskipTests package jib:buildTar
  run "${as[@]}" ./train registry gateway sample-petservice sample-petdetails sample-medicalhistory
}

make_images() {
  local module profiles=images
  step "images $repository/...:$tag"
  at=(--location="$region")
  make "artifacts repositories create $registry" --repository-format=docker
  [[ $images ]] || return 0
  gc auth configure-docker "$region-docker.pkg.dev"
  if [[ $train ]]; then
    train_images
    profiles+=,aot
  fi
  run mvn -B -f ../pom.xml "-P$profiles" -DskipTests package jib:build -Dimage.registry="$repository" -Djib.to.tags="$tag"
  [[ $overlay == gke-windows ]] || return 0
  run mvn -B -f ../pom.xml -Pimages -DskipTests package jib:buildTar -pl sample-petdetails,sample-medicalhistory -am
  for module in sample-petdetails sample-medicalhistory; do
    run ./windows-image "$module" "$repository/$module:$tag-windows-ltsc2022"
  done
}

make_database() {
  local ours=(--network=weft) found=''
  step "PostgreSQL"
  at=(--global)
  make "compute addresses create weft-services" "${ours[@]}" --purpose=VPC_PEERING --addresses=10.200.0.0 \
    --prefix-length=20
  [[ $dry ]] || found=$(gcloud --project="$project" services vpc-peerings list "${ours[@]}" --format='value(peering)')
  if [[ $found ]]; then
    echo "  there: services vpc-peerings weft"
  else
    gc services vpc-peerings connect --service=servicenetworking.googleapis.com --ranges=weft-services "${ours[@]}"
  fi
  at=()
  make "sql instances create weft" --database-version=POSTGRES_17 --edition=enterprise --tier=db-custom-1-3840 \
    --region="$region" --network="projects/$project/global/networks/weft" --no-assign-ip \
    --availability-type=regional --backup-start-time=03:00
  at=(--instance=weft)
  make "sql databases create registry"
  make "sql databases create petmedicalhistory"
}

# What a node needs to log, to be measured and to fetch images, and no more. Granting again changes nothing.
grant_node_account() {
  gc projects add-iam-policy-binding "$project" --role=roles/container.defaultNodeServiceAccount --condition=None \
    --member="serviceAccount:$node_account"
  gc artifacts repositories add-iam-policy-binding "$registry" --location="$region" --role=roles/artifactregistry.reader \
    --member="serviceAccount:$node_account"
}

make_firewall_rules() {
  at=()
  # GKE makes such a rule with the Gateway, where it may: not in a Shared VPC, say.
  make "compute firewall-rules create weft-proxies" --network=weft --direction=INGRESS --action=ALLOW --rules=tcp:8080 \
    --source-ranges=10.129.0.0/23,35.191.0.0/16,130.211.0.0/22 --target-service-accounts="$node_account"
  [[ $overlay == gke-windows ]] || return 0
  # No NetworkPolicy holds for Windows pods, so the network keeps others from their /actuator. Before GKE's own rules (1000),
  # which let a cluster's pods and nodes talk. A kubelet asks the pods of its own node.
  make "compute firewall-rules create weft-windows-inside" --network=weft --direction=INGRESS --action=DENY --rules=tcp:8081 \
    --priority=900 --source-ranges=0.0.0.0/0 --destination-ranges=10.96.0.0/20
}

make_cluster() {
  local by_name=(--enable-fqdn-network-policy)
  # Not supported where there are Windows node pools: that overlay has no policy by host name either.
  [[ $overlay != gke-windows ]] || by_name=()
  step "cluster"
  grant_node_account
  make_firewall_rules
  at=(--location="$region")
  make "container clusters create $cluster" --release-channel=regular --network=weft --subnetwork=weft \
    --enable-ip-alias --cluster-secondary-range-name=pods --services-secondary-range-name=services \
    --enable-private-nodes --enable-dataplane-v2 "${by_name[@]}" --gateway-api=standard \
    --enable-managed-prometheus --workload-pool="$project.svc.id.goog" --enable-shielded-nodes \
    --service-account="$node_account" --machine-type=e2-standard-4 --num-nodes=1 --enable-autoscaling --min-nodes=1 --max-nodes=3
  if [[ $overlay == gke-windows ]]; then
    at=(--location="$region" --cluster="$cluster")
    make "container node-pools create windows" --image-type=WINDOWS_LTSC_CONTAINERD --windows-os-version=ltsc2022 \
      --machine-type=n2-standard-4 --num-nodes=1 --pod-ipv4-range=windows-pods --service-account="$node_account"
  fi
  gc container clusters get-credentials "$cluster" --location="$region"
}

# Autoscaling by requests under way asks Google's adapter, which may read meters, and nothing else. By a commit: what is on a
# branch tomorrow nobody has read.
make_adapter() {
  local number='<number>'
  local adapter=https://raw.githubusercontent.com/GoogleCloudPlatform/k8s-stackdriver/673c7dd872a7d8b7c1a26c2af7cca7c33549efa0
  step "adapter for custom metrics"
  [[ $dry ]] || number=$(gcloud projects describe "$project" --format='value(projectNumber)')
  in_cluster apply -f \
    "$adapter/custom-metrics-stackdriver-adapter/deploy/production/adapter_new_resource_model.yaml"
  gc projects add-iam-policy-binding "$project" --role=roles/monitoring.viewer --condition=None \
    --member="principal://iam.googleapis.com/projects/$number/locations/global/workloadIdentityPools/$project.svc.id.goog/subject/ns/custom-metrics/sa/custom-metrics-stackdriver-adapter"
}

# database <user and database>: a user with a password of its own, known to the cluster only.
database() {
  local user=$1 password host='<its address>'
  has_secret "$user-database" && return
  password=$(password)
  printf '+ gcloud --quiet --project=%s sql users create %s --instance=weft --password=...\n' "$project" "$user"
  if [[ ! $dry ]]; then
    host=$(gcloud --project="$project" sql instances describe weft --format='value(ipAddresses[0].ipAddress)')
    [[ $host ]] || fail "the SQL instance weft has no address yet: run this again"
    # Sets the password of a user who is there, too.
    gcloud --quiet --project="$project" sql users create "$user" --instance=weft --password="$password"
  fi
  secret "$user-database" "url=jdbc:postgresql://$host/$user?connectTimeout=2&socketTimeout=5" "username=$user" \
    "password=$password"
}

make_secrets() {
  step "secrets"
  in_cluster apply -f base/namespace.yaml
  has_secret mesh || secret mesh "join-secret=$(password)"
  has_secret registry || secret registry "login-password=$(password)"
  database registry
  database petmedicalhistory
}

# The overlay with your project, your domain and these images. The base's tag stands for whatever was built last.
rendered() {
  kubectl kustomize "overlays/$overlay" | sed \
    -e "s#europe-west1-docker.pkg.dev/my-project/weft/#$repository/#" \
    -e "/ image: /s#:$version#:$tag#" \
    -e "s#\\.example\\.com#.$domain#"
}

roll_out() {
  local workload
  local workloads=(statefulset/registry deployment/petmedicalhistory deployment/petdetails-v1 deployment/petdetails-v2
    deployment/petservice deployment/gateway)
  [[ $overlay != gke-windows ]] || workloads+=(deployment/petmedicalhistory-windows deployment/petdetails-v1-windows)
  step "the system"
  rendered | documents apply "overlays/$overlay"
  for workload in "${workloads[@]}"; do
    in_cluster --namespace=weft rollout status "$workload" --timeout=10m
  done
  in_cluster --namespace=weft wait gateway/edge --for=condition=Programmed --timeout=15m
}

make_dashboard() {
  local found=''
  step "dashboard"
  [[ $dry ]] || found=$(gcloud --project="$project" monitoring dashboards list --filter='displayName=Weft' \
    --format='value(name)')
  if [[ $found ]]; then
    echo "  there: Weft"
  else
    gc monitoring dashboards create --config-from-file=dashboard.json
  fi
}

# Certificates are issued only once the first two records answer, and a load balancer serves no HTTPS without: said before
# what takes long and waits for it, and at the end.
say_records() {
  local edge=weft-edge application
  [[ $overlay != gke-internal ]] || edge=weft-edge-internal
  step "$1 these records in the DNS of $domain"
  for application in pets petdetails; do
    gc certificate-manager dns-authorizations describe "weft-$application" --location="$region" \
      --format='value(dnsResourceRecord.name,dnsResourceRecord.type,dnsResourceRecord.data)'
    printf '  %s.%s A (this address)\n' "$application" "$domain"
  done
  gc compute addresses describe "$edge" --region="$region" --format='value(address)'
}

enable_services
make_node_account
make_network
make_certificates
say_records "left to you, best now:"
make_images
make_database
make_cluster
make_adapter
make_secrets
roll_out
make_dashboard
say_records "done, but for"
printf '\nThen: curl https://pets.%s/pet/123\n' "$domain"
