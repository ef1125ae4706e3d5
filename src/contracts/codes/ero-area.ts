/**
 * The 25 areas of responsibility of ICE Enforcement and Removal Operations (ERO).
 * Source: deportationdata/ice-offices, areas of responsibility by county (CC0), read 2025-11.
 */
export const eroAreas = [
  'Atlanta',
  'Baltimore',
  'Buffalo',
  'Boston',
  'Denver',
  'Washington',
  'Chicago',
  'Dallas',
  'Detroit',
  'El Paso',
  'St Paul',
  'Los Angeles',
  'New Orleans',
  'New York City',
  'Newark',
  'Philadelphia',
  'Phoenix',
  'Miami',
  'San Diego',
  'San Francisco',
  'Seattle',
  'Salt Lake City',
  'Houston',
  'Harlingen',
  'San Antonio',
] as const;
