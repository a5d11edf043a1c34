/** Operating system images: a store by digest, import and checks. */
package io.bloomery.image;
