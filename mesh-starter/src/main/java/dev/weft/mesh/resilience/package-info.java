/** Whether and when: deadlines, retries and their budget, outlier ejection, breakers and limits. */
@NullMarked
package dev.weft.mesh.resilience;

import org.jspecify.annotations.NullMarked;
