package io.backupman.server.plugin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a static method that plugins call instead of one of the JDK, of the same name and
 * parameters; instead of an instance method it has the instance as its first parameter.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface InsteadOf {

  /** The class of the JDK that has the method. By name, since not all may be depended on. */
  String value();
}
