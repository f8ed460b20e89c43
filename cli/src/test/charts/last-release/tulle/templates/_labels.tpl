{{- define "tulle.selector" -}}
app.kubernetes.io/name: tulle
app.kubernetes.io/component: control-plane
{{- end }}

{{- define "tulle.labels" -}}
{{ include "tulle.selector" . }}
app.kubernetes.io/part-of: tulle
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- /* The name of an IngressClass that is the cluster's default and not ours; asked of the cluster, and so empty without one. */}}
{{- define "tulle.otherDefaultClass" -}}
{{- range (lookup "networking.k8s.io/v1" "IngressClass" "" "").items }}
{{- if and (ne .metadata.name $.Values.ingressClass.name) (eq (dig "annotations" "ingressclass.kubernetes.io/is-default-class" "" .metadata) "true") }}
{{- .metadata.name }}
{{- end }}
{{- end }}
{{- end }}
