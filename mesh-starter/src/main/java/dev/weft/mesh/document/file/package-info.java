/** Rule documents in files: looks at them again and again, and keeps the rule book as they say. */
@NullMarked
package dev.weft.mesh.document.file;

import org.jspecify.annotations.NullMarked;
