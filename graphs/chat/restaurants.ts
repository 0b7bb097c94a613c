/** The restaurants that the concierge knows. */
export const restaurants = [
  { name: "Anchor", kitchen: "fish", seats: 40 },
  { name: "Basil", kitchen: "italian", seats: 24 },
  { name: "Cedar", kitchen: "vegetarian", seats: 18 },
] as const;

export const restaurantNames = restaurants.map(({ name }) => name);
