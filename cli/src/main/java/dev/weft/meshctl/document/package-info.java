/** Documents of rules: taken apart by service, and edited where they stand. */
@NullMarked
package dev.weft.meshctl.document;

import org.jspecify.annotations.NullMarked;
