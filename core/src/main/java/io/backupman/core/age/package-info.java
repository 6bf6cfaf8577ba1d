/** Copies of dumps that are encrypted in the format of age (age-encryption.org/v1). */
@NullMarked
package io.backupman.core.age;

import org.jspecify.annotations.NullMarked;
