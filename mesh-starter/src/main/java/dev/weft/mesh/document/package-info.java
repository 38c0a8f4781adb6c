/** Reads rule documents into the rules' model: YAML, JSON, Kubernetes HTTPRoutes. */
@NullMarked
package dev.weft.mesh.document;

import org.jspecify.annotations.NullMarked;
